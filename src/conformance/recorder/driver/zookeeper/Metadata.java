import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/** The truth of a cluster with ZooKeeper: its znodes. */
final class Metadata {
    static void read(JsonNode request, ObjectNode answer) throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper zk = new ZooKeeper(request.get("zookeeper").asText(), 20_000, event -> {
            if (event.getState() == Watcher.Event.KeeperState.SyncConnected) connected.countDown();
        });
        try {
            if (!connected.await(10, TimeUnit.SECONDS)) {
                answer.put("failed", "no ZooKeeper");
                return;
            }
            if (request.has("resign")) zk.delete("/controller", -1);
            else readAll(zk, answer);
        } finally {
            zk.close();
        }
    }

    private static void readAll(ZooKeeper zk, ObjectNode answer) throws Exception {
        ObjectNode brokers = answer.putObject("brokers");
        for (String id : children(zk, "/brokers/ids")) brokers.putObject(id).put("fenced", false);
        JsonNode controller = json(zk, "/controller", null);
        JsonNode epoch = json(zk, "/controller_epoch", null);
        answer.putObject("controller").put("id", controller == null ? -1 : controller.get("brokerid").asInt()).put("epoch", epoch == null ? 0 : epoch.asInt());
        ObjectNode partitions = answer.putObject("partitions");
        for (String topic : children(zk, "/brokers/topics")) {
            if (topic.startsWith("__")) continue;
            JsonNode assignment = json(zk, "/brokers/topics/" + topic, null);
            for (String id : assignment.get("partitions").properties().stream().map(java.util.Map.Entry::getKey).sorted().collect(Collectors.toList()))
                put(zk, topic, id, assignment, partitions.putObject(topic + "-" + id));
        }
    }

    private static void put(ZooKeeper zk, String topic, String id, JsonNode assignment, ObjectNode node) throws Exception {
        Stat stat = new Stat();
        JsonNode state = json(zk, "/brokers/topics/" + topic + "/partitions/" + id + "/state", stat);
        node.set("replicas", assignment.get("partitions").get(id));
        node.set("isr", state == null ? Driver.JSON.createArrayNode() : state.get("isr"));
        node.putArray("elr");
        node.putArray("lastKnownElr");
        node.set("adding", ids(assignment, "adding_replicas", id));
        node.set("removing", ids(assignment, "removing_replicas", id));
        node.put("leader", state == null ? -1 : state.get("leader").asInt());
        node.put("recovering", state != null && state.has("leader_recovery_state") && state.get("leader_recovery_state").asInt() == 1);
        node.put("leaderEpoch", state == null ? -1 : state.get("leader_epoch").asInt());
        node.put("partitionEpoch", stat.getVersion());
    }

    private static JsonNode ids(JsonNode assignment, String field, String id) {
        JsonNode found = assignment.path(field).path(id);
        return found.isArray() ? (ArrayNode) found : Driver.JSON.createArrayNode();
    }

    private static List<String> children(ZooKeeper zk, String path) throws Exception {
        try {
            return zk.getChildren(path, false).stream().sorted().collect(Collectors.toList());
        } catch (KeeperException.NoNodeException none) {
            return List.of();
        }
    }

    private static JsonNode json(ZooKeeper zk, String path, Stat stat) throws Exception {
        try {
            return Driver.JSON.readTree(zk.getData(path, false, stat));
        } catch (KeeperException.NoNodeException none) {
            return null;
        }
    }
}
