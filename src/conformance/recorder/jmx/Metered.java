import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A client of a scenario, whose metrics are looked at from outside: it is made when a line comes, and begins its work with the next. Arguments: `producer`, topic, records and the interval in ms, or `consumer`, topic and ms of work
 * with each record; then its settings as key=value.
 */
public final class Metered {
    public static void main(String[] args) throws Exception {
        boolean produces = args[0].equals("producer");
        Properties config = new Properties();
        config.put("bootstrap.servers", "kafka1:9092,kafka2:9092,kafka3:9092");
        for (int n = produces ? 4 : 3; n < args.length; n++) config.put(args[n].split("=", 2)[0], args[n].split("=", 2)[1]);
        System.in.read();
        if (produces) produce(config, args[1], Integer.parseInt(args[2]), Long.parseLong(args[3]));
        else consume(config, args[1], Long.parseLong(args[2]));
    }

    private static void produce(Properties config, String topic, int records, long intervalMs) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            System.in.read();
            long due = System.currentTimeMillis();
            for (int n = 1; n <= records; n++) {
                producer.send(new ProducerRecord<>(topic, "record-" + n));
                due += intervalMs;
                Thread.sleep(Math.max(0, due - System.currentTimeMillis()));
            }
        }
    }

    private static void consume(Properties config, String topic, long workMs) throws Exception {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            System.in.read();
            consumer.subscribe(List.of(topic));
            while (true) for (ConsumerRecord<String, String> ignored : consumer.poll(Duration.ofMillis(100))) Thread.sleep(workMs);
        }
    }
}
