import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Earliest and latest offset of partitions, as a consumer would be told; an error stands by its class. */
final class Offsets {
    static void read(JsonNode request, ObjectNode answer) throws Exception {
        Map<String, Object> config = Map.of(
            "bootstrap.servers", request.get("server").asText(),
            "request.timeout.ms", 2000,
            "default.api.timeout.ms", 3000);
        try (Admin admin = Admin.create(config)) {
            for (JsonNode name : request.get("partitions")) {
                String tp = name.asText();
                int dash = tp.lastIndexOf('-');
                TopicPartition partition = new TopicPartition(tp.substring(0, dash), Integer.parseInt(tp.substring(dash + 1)));
                ObjectNode offsets = answer.putObject(tp);
                put(offsets, "earliest", admin, partition, OffsetSpec.earliest());
                put(offsets, "latest", admin, partition, OffsetSpec.latest());
            }
        }
    }

    private static void put(ObjectNode offsets, String field, Admin admin, TopicPartition partition, OffsetSpec spec) throws InterruptedException {
        try {
            ListOffsetsResultInfo info = admin.listOffsets(Map.of(partition, spec)).partitionResult(partition).get();
            offsets.put(field, info.offset());
        } catch (ExecutionException failed) {
            offsets.put(field, failed.getCause().getClass().getSimpleName());
        }
    }
}
