import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.consumer.RoundRobinAssignor;
import org.apache.kafka.clients.consumer.StickyAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.coordinator.group.api.assignor.ConsumerGroupPartitionAssignor;
import org.apache.kafka.coordinator.group.api.assignor.SubscribedTopicDescriber;
import org.apache.kafka.coordinator.group.api.assignor.SubscriptionType;
import org.apache.kafka.coordinator.group.assignor.UniformAssignor;
import org.apache.kafka.coordinator.group.modern.GroupSpecImpl;
import org.apache.kafka.coordinator.group.modern.MemberSubscriptionAndAssignmentImpl;

/**
 * Groups that live through joins, leaves, new subscriptions and growing topics, each assignment made by Kafka's own class. A line a case:
 * assignor, topics `a=3` (partitions) or `a=x,xy,` (racks of each), with `=id` behind for the server's; `|`; members `id/instance/rack/topics/owned/generation/remembered/its generation`;
 * `|`; what each of them got. Partitions are `a0.a1.b0`, in order for clients, sorted for the server.
 */
public final class Assignors {
    static final String LETTERS = "abcdefgh";
    static final Random random = new Random(20261128);

    static final class Topic {
        String name;
        Uuid id;
        List<List<String>> racks = new ArrayList<>();
    }

    static final class Member {
        String id;
        String instance = "";
        String rack = "";
        Set<Integer> topics = new TreeSet<>();
        List<TopicPartition> owned = new ArrayList<>();
        int generation = -1;
        List<TopicPartition> remembered;
        int rememberedGeneration = -1;
        List<TopicPartition> result = new ArrayList<>();
    }

    static final class Group {
        List<Topic> topics = new ArrayList<>();
        List<Member> members = new ArrayList<>();
        boolean racks;
        boolean equal;
        int generation = 0;
    }

    public static void main(String[] args) {
        for (String assignor : List.of("range", "roundrobin", "sticky", "cooperative-sticky", "uniform", "server-range"))
            for (int chain = 0; chain < 40; chain++) live(assignor, chain);
    }

    static boolean isServer(String assignor) {
        return assignor.equals("uniform") || assignor.equals("server-range");
    }

    static void live(String assignor, int chain) {
        Group group = new Group();
        group.racks = chain % 3 == 2 && !isServer(assignor);
        group.equal = chain % 2 == 0;
        int topics = 1 + random.nextInt(4);
        for (int t = 0; t < topics; t++) addTopic(group);
        int members = chain % 8 == 7 ? 12 + random.nextInt(6) : 1 + random.nextInt(7);
        for (int m = 0; m < members; m++) join(group);
        for (int round = 0; round < 6; round++) {
            group.generation++;
            String line = describe(assignor, group);
            if (!assign(assignor, group)) return;
            System.out.println(line + "|" + group.members.stream().map(m -> partitions(group, m.result)).collect(Collectors.joining(";")));
            adopt(assignor, group);
            change(group, assignor.contains("sticky"));
        }
    }

    static void addTopic(Group group) {
        Topic topic = new Topic();
        topic.name = "t" + group.topics.size() + (random.nextInt(3) == 0 ? "-orders" : "");
        topic.id = new Uuid(random.nextLong(), random.nextLong());
        int partitions = random.nextInt(6) == 0 ? 12 + random.nextInt(30) : 1 + random.nextInt(9);
        group.topics.add(topic);
        for (int p = 0; p < partitions; p++) addPartition(group, topic);
    }

    static void addPartition(Group group, Topic topic) {
        List<String> racks = new ArrayList<>();
        if (group.racks) for (int r = 0; r < 1 + random.nextInt(2); r++) racks.add(List.of("x", "y", "z").get(random.nextInt(3)));
        topic.racks.add(racks);
    }

    static void join(Group group) {
        Member member = new Member();
        member.id = (random.nextBoolean() ? "c-" : "m") + String.format("%06x", random.nextInt(1 << 24));
        if (random.nextInt(5) == 0) member.instance = "i" + random.nextInt(1000);
        if (group.racks && random.nextInt(5) > 0) member.rack = List.of("x", "y", "z").get(random.nextInt(3));
        subscribe(group, member);
        group.members.add(member);
    }

    static void subscribe(Group group, Member member) {
        member.topics.clear();
        for (int t = 0; t < group.topics.size(); t++) if (group.equal || random.nextInt(3) > 0) member.topics.add(t);
        if (member.topics.isEmpty()) member.topics.add(random.nextInt(group.topics.size()));
    }

    static void change(Group group, boolean claims) {
        for (int n = 0; n < 1 + random.nextInt(2); n++) {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> join(group);
                case 3, 4 -> { if (group.members.size() > 1) group.members.remove(random.nextInt(group.members.size())); }
                case 5 -> { for (int p = 0; p < 1 + random.nextInt(3); p++) addPartition(group, group.topics.get(random.nextInt(group.topics.size()))); }
                case 6 -> { if (!group.equal) subscribe(group, group.members.get(random.nextInt(group.members.size()))); }
                default -> {
                    if (group.topics.size() < 5 && random.nextBoolean()) {
                        addTopic(group);
                        for (Member member : group.members) if (group.equal || random.nextBoolean()) member.topics.add(group.topics.size() - 1);
                    } else if (claims) stale(group);
                }
            }
        }
    }

    /** A member that missed a generation, or lost its generation, and still claims what it had. */
    static void stale(Group group) {
        Member member = group.members.get(random.nextInt(group.members.size()));
        Member other = group.members.get(random.nextInt(group.members.size()));
        if (random.nextBoolean()) {
            member.generation = Math.max(-1, member.generation - 1 - random.nextInt(2));
            member.rememberedGeneration = member.generation;
        }
        if (!other.result.isEmpty() && other != member) {
            TopicPartition taken = other.result.get(random.nextInt(other.result.size()));
            if (!member.owned.contains(taken)) member.owned.add(taken);
            if (member.remembered != null && !member.remembered.contains(taken)) member.remembered.add(taken);
        }
    }

    static void adopt(String assignor, Group group) {
        for (Member member : group.members) {
            if (assignor.equals("cooperative-sticky") && random.nextInt(10) > 0) {
                member.owned = new ArrayList<>(member.result);
                member.generation = group.generation;
                member.rememberedGeneration = group.generation;
            } else if (assignor.equals("sticky")) {
                member.remembered = new ArrayList<>(member.result);
                member.generation = group.generation;
                member.rememberedGeneration = group.generation;
            } else if (isServer(assignor)) member.owned = new ArrayList<>(member.result);
        }
    }

    static boolean assign(String assignor, Group group) {
        try {
            if (isServer(assignor)) server(assignor, group);
            else client(assignor, group);
            return true;
        } catch (RuntimeException thrown) {
            System.err.println(assignor + ": " + thrown);
            return false;
        }
    }

    static ConsumerPartitionAssignor named(String name) {
        return switch (name) {
            case "range" -> new RangeAssignor();
            case "roundrobin" -> new RoundRobinAssignor();
            case "sticky" -> new StickyAssignor();
            default -> new CooperativeStickyAssignor();
        };
    }

    static void client(String name, Group group) {
        List<Node> nodes = new ArrayList<>();
        List<PartitionInfo> infos = new ArrayList<>();
        Map<String, Node> byRack = new HashMap<>();
        for (String rack : List.of("x", "y", "z")) byRack.put(rack, new Node(byRack.size() + 1, "kafka" + rack, 9092, rack));
        Node without = new Node(9, "kafka9", 9092);
        nodes.addAll(byRack.values());
        nodes.add(without);
        for (Topic topic : group.topics)
            for (int p = 0; p < topic.racks.size(); p++) {
                Node[] replicas = topic.racks.get(p).isEmpty() ? new Node[] {without} : topic.racks.get(p).stream().map(byRack::get).toArray(Node[]::new);
                infos.add(new PartitionInfo(topic.name, p, replicas[0], replicas, replicas));
            }
        Cluster cluster = new Cluster("id", nodes, infos, Set.of(), Set.of());
        Map<String, Subscription> subscriptions = new HashMap<>();
        for (Member member : group.members) {
            List<String> topics = member.topics.stream().map(t -> group.topics.get(t).name).collect(Collectors.toList());
            ConsumerPartitionAssignor own = named(name);
            if (member.rememberedGeneration >= 0 || member.remembered != null)
                own.onAssignment(new Assignment(member.remembered == null ? List.of() : member.remembered), new ConsumerGroupMetadata("g", member.rememberedGeneration, member.id, Optional.empty()));
            Subscription subscription = new Subscription(topics, own.subscriptionUserData(new HashSet<>(topics)), member.owned, member.generation, Optional.of(member.rack).filter(r -> !r.isEmpty()));
            if (!member.instance.isEmpty()) subscription.setGroupInstanceId(Optional.of(member.instance));
            subscriptions.put(member.id, subscription);
        }
        Map<String, Assignment> result = named(name).assign(cluster, new GroupSubscription(subscriptions)).groupAssignment();
        for (Member member : group.members) member.result = new ArrayList<>(result.get(member.id).partitions());
    }

    static void server(String name, Group group) {
        Map<String, MemberSubscriptionAndAssignmentImpl> members = new HashMap<>();
        Map<Uuid, Map<Integer, String>> inverted = new HashMap<>();
        Set<Set<Integer>> subscriptions = new HashSet<>();
        for (Member member : group.members) {
            Set<Uuid> topics = member.topics.stream().map(t -> group.topics.get(t).id).collect(Collectors.toCollection(java.util.LinkedHashSet::new));
            subscriptions.add(member.topics);
            Map<Uuid, List<Integer>> byTopic = new LinkedHashMap<>();
            for (TopicPartition tp : member.owned) byTopic.computeIfAbsent(topic(group, tp.topic()).id, id -> new ArrayList<>()).add(tp.partition());
            Map<Uuid, Set<Integer>> target = new HashMap<>();
            byTopic.forEach((id, list) -> target.put(id, new HashSet<>(list)));
            byTopic.forEach((id, list) -> list.forEach(p -> inverted.computeIfAbsent(id, i -> new HashMap<>()).put(p, member.id)));
            members.put(member.id, new MemberSubscriptionAndAssignmentImpl(Optional.empty(), Optional.of(member.instance).filter(i -> !i.isEmpty()), topics, new org.apache.kafka.coordinator.group.modern.Assignment(target)));
        }
        SubscriptionType type = subscriptions.size() == 1 ? SubscriptionType.HOMOGENEOUS : SubscriptionType.HETEROGENEOUS;
        ConsumerGroupPartitionAssignor assignor = name.equals("uniform") ? new UniformAssignor() : new org.apache.kafka.coordinator.group.assignor.RangeAssignor();
        SubscribedTopicDescriber describer = new SubscribedTopicDescriber() {
            @Override public int numPartitions(Uuid id) {
                return group.topics.stream().filter(t -> t.id.equals(id)).findFirst().map(t -> t.racks.size()).orElse(-1);
            }

            @Override public Set<String> racksForPartition(Uuid id, int partition) {
                return Set.of();
            }
        };
        var result = assignor.assign(new GroupSpecImpl(Collections.unmodifiableMap(members), type, inverted), describer).members();
        for (Member member : group.members) {
            member.result = new ArrayList<>();
            var got = result.get(member.id);
            for (Topic topic : group.topics)
                for (int p : new TreeSet<>(got == null ? Set.<Integer>of() : got.partitions().getOrDefault(topic.id, Set.of()))) member.result.add(new TopicPartition(topic.name, p));
        }
    }

    static Topic topic(Group group, String name) {
        return group.topics.stream().filter(t -> t.name.equals(name)).findFirst().orElseThrow();
    }

    static String partitions(Group group, List<TopicPartition> partitions) {
        return partitions.stream().map(tp -> "" + LETTERS.charAt(group.topics.indexOf(topic(group, tp.topic()))) + tp.partition()).collect(Collectors.joining("."));
    }

    static String describe(String assignor, Group group) {
        boolean server = isServer(assignor);
        String topics = group.topics.stream().map(t -> t.name + "="
            + (group.racks ? t.racks.stream().map(r -> String.join("", r)).collect(Collectors.joining(",")) : t.racks.size())
            + (server ? "=" + t.id : "")).collect(Collectors.joining(" "));
        String members = group.members.stream().map(m -> {
            String letters = m.topics.stream().map(t -> "" + LETTERS.charAt(t)).collect(Collectors.joining());
            List<String> fields = new ArrayList<>(Arrays.asList(m.id, m.instance, m.rack, letters, partitions(group, m.owned), String.valueOf(m.generation)));
            if (m.remembered != null || m.rememberedGeneration >= 0) fields.addAll(List.of(m.remembered == null ? "" : partitions(group, m.remembered), String.valueOf(m.rememberedGeneration)));
            return String.join("/", fields);
        }).collect(Collectors.joining(";"));
        return assignor + " " + topics + "|" + members;
    }
}
