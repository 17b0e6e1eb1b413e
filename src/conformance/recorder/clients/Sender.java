import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** So many records without key, one every interval, and what became of each. Arguments: bootstrap, topic, records, interval in ms, and settings of the producer as key=value. */
public final class Sender {
    public static void main(String[] args) throws Exception {
        Properties config = new Properties();
        config.put("bootstrap.servers", args[0]);
        for (int n = 4; n < args.length; n++) config.put(args[n].split("=", 2)[0], args[n].split("=", 2)[1]);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.partitionsFor(args[1]);
            // The producer id has come by now.
            Thread.sleep(1000);
            String name = args[1].endsWith("s") ? args[1].substring(0, args[1].length() - 1) : args[1];
            long due = System.currentTimeMillis();
            for (int n = 1; n <= Integer.parseInt(args[2]); n++) {
                String value = name + "-" + n;
                producer.send(new ProducerRecord<>(args[1], value), (metadata, failed) -> {
                    if (failed == null) System.out.println(value + " " + metadata.offset());
                    else System.out.println(value + " " + failed.getClass().getSimpleName() + ": " + failed.getMessage());
                });
                if (n == 1) System.err.println("sending");
                due += Long.parseLong(args[3]);
                Thread.sleep(Math.max(0, due - System.currentTimeMillis()));
            }
        }
    }
}
