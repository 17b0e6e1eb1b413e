import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.util.Arrays;
import java.util.TreeMap;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.metadata.BrokerRegistration;
import org.apache.kafka.metadata.MetadataRecordSerde;
import org.apache.kafka.metadata.PartitionRegistration;

/** The truth of a KRaft cluster: the metadata log of a controller, replayed by Kafka's own classes from the file. */
final class Metadata {
    static void read(JsonNode request, ObjectNode answer) throws Exception {
        MetadataDelta delta = new MetadataDelta.Builder().setImage(MetadataImage.EMPTY).build();
        File[] segments = new File(request.get("directory").asText(), "__cluster_metadata-0").listFiles((dir, name) -> name.matches("\\d{20}\\.log"));
        if (segments == null) throw new IllegalStateException("no metadata log yet");
        Arrays.sort(segments);
        for (File segment : segments) {
            for (RecordBatch batch : Logs.contentOf(segment).batches()) {
                if (batch.isControlBatch()) continue;
                for (Record record : batch) {
                    ApiMessage message = MetadataRecordSerde.INSTANCE.read(new ByteBufferAccessor(record.value()), record.valueSize()).message();
                    if (!message.getClass().getSimpleName().endsWith("TransactionRecord")) delta.replay(message);
                }
            }
        }
        MetadataImage image = delta.apply(org.apache.kafka.image.MetadataProvenance.EMPTY);
        ObjectNode brokers = answer.putObject("brokers");
        for (BrokerRegistration broker : new TreeMap<>(image.cluster().brokers()).values())
            brokers.putObject(String.valueOf(broker.id())).put("fenced", broker.fenced()).put("inControlledShutdown", broker.inControlledShutdown());
        ObjectNode partitions = answer.putObject("partitions");
        new TreeMap<>(image.topics().topicsByName()).forEach((name, topic) -> {
            if (!name.startsWith("__")) new TreeMap<>(topic.partitions()).forEach((id, partition) -> put(partitions.putObject(name + "-" + id), partition));
        });
    }

    private static void put(ObjectNode node, PartitionRegistration partition) {
        ids(node.putArray("replicas"), partition.replicas);
        ids(node.putArray("isr"), partition.isr);
        ids(node.putArray("elr"), partition.elr);
        ids(node.putArray("lastKnownElr"), partition.lastKnownElr);
        ids(node.putArray("adding"), partition.addingReplicas);
        ids(node.putArray("removing"), partition.removingReplicas);
        node.put("leader", partition.leader);
        node.put("recovering", partition.leaderRecoveryState.value() == 1);
        node.put("leaderEpoch", partition.leaderEpoch);
        node.put("partitionEpoch", partition.partitionEpoch);
    }

    private static void ids(ArrayNode array, int[] ids) {
        for (int id : ids) array.add(id);
    }
}
