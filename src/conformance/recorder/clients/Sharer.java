import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A worker of a share group that says when it gets a record, works on it, accepts it by commitSync() and says what came of that.
 * Arguments: bootstrap, group, topic, ms of work for each record, ms between two renewals of its lock (0: none), and settings of the consumer as key=value.
 */
public final class Sharer {
    public static void main(String[] args) throws Exception {
        Properties config = new Properties();
        config.put("bootstrap.servers", args[0]);
        config.put("group.id", args[1]);
        config.put("share.acknowledgement.mode", "explicit");
        for (int n = 5; n < args.length; n++) config.put(args[n].split("=", 2)[0], args[n].split("=", 2)[1]);
        try (KafkaShareConsumer<String, String> consumer = new KafkaShareConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(args[2]));
            for (;;) {
                boolean isAny = false;
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(500))) {
                    isAny = true;
                    System.out.println(record.value() + " delivery=" + record.deliveryCount().get());
                    work(consumer, record, Long.parseLong(args[3]), Long.parseLong(args[4]));
                    consumer.acknowledge(record, AcknowledgeType.ACCEPT);
                }
                if (isAny) commit(consumer);
            }
        }
    }

    private static void commit(KafkaShareConsumer<String, String> consumer) {
        consumer.commitSync().forEach((partition, failed) ->
            System.out.println(partition.topicPartition() + " " + failed.map(Errors::forException).orElse(Errors.NONE)));
    }

    /** After a renewal poll() hands out the renewed record, and nothing else. */
    private static void work(KafkaShareConsumer<String, String> consumer, ConsumerRecord<String, String> record, long ms, long renewMs) throws Exception {
        long left = ms;
        while (renewMs > 0 && left > renewMs) {
            Thread.sleep(renewMs);
            left -= renewMs;
            consumer.acknowledge(record, AcknowledgeType.RENEW);
            consumer.commitSync();
            while (consumer.poll(Duration.ofMillis(500)).isEmpty());
        }
        Thread.sleep(left);
    }
}
