import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;

/** What the log directories of brokers hold: every record of every replica with its offset and leader epoch, the segments, and the leader-epoch cache. */
final class Logs {
    static void read(JsonNode request, ObjectNode answer) throws Exception {
        ObjectNode brokers = answer.putObject("brokers");
        for (var entry : request.get("directories").properties()) {
            ObjectNode logs = brokers.putObject(entry.getKey());
            File[] partitions = new File(entry.getValue().asText()).listFiles(File::isDirectory);
            if (partitions == null) continue;
            Arrays.sort(partitions);
            for (File partition : partitions) {
                String name = partition.getName();
                if (name.startsWith("__") || name.endsWith("-delete") || name.endsWith("-stray") || !name.matches(".*-\\d+")) continue;
                readPartition(partition, logs.putObject(name));
            }
        }
    }

    private static void readPartition(File directory, ObjectNode log) throws Exception {
        File[] segments = directory.listFiles((dir, name) -> name.matches("\\d{20}\\.log"));
        Arrays.sort(segments);
        ArrayNode bases = log.putArray("segments");
        ArrayNode records = log.putArray("records");
        long end = 0;
        for (File segment : segments) {
            long base = Long.parseLong(segment.getName().substring(0, 20));
            bases.add(base);
            end = Math.max(end, base);
            for (RecordBatch batch : contentOf(segment).batches()) {
                end = batch.nextOffset();
                if (batch.isControlBatch()) continue;
                for (Record record : batch)
                    records.add(record.offset() + "@" + batch.partitionLeaderEpoch() + " " + text(record.key()) + "=" + text(record.value()));
            }
        }
        log.put("end", end);
        ArrayNode epochs = log.putArray("epochs");
        Path checkpoint = directory.toPath().resolve("leader-epoch-checkpoint");
        if (Files.exists(checkpoint)) {
            List<String> lines = Files.readAllLines(checkpoint);
            for (String line : lines.subList(Math.min(2, lines.size()), lines.size())) epochs.add(line);
        }
    }

    /** A copy in memory: closing FileRecords would trim a file that a broker is writing. */
    static MemoryRecords contentOf(File segment) throws Exception {
        return MemoryRecords.readableRecords(ByteBuffer.wrap(Files.readAllBytes(segment.toPath())));
    }

    private static String text(ByteBuffer bytes) {
        return bytes == null ? "null" : StandardCharsets.UTF_8.decode(bytes).toString();
    }
}
