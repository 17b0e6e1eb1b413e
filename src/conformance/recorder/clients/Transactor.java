import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** One transaction, as a scenario's application writes it: so many records without key, a pause, and the end. Arguments: bootstrap, id, topic, records, end, pause and timeout in ms. */
public final class Transactor {
    public static void main(String[] args) throws Exception {
        Properties config = new Properties();
        config.put("bootstrap.servers", args[0]);
        config.put("transactional.id", args[1]);
        config.put("transaction.timeout.ms", args[6]);
        config.put("linger.ms", "100");
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (int n = 1; n <= Integer.parseInt(args[3]); n++)
                producer.send(new ProducerRecord<>(args[2], singular(args[2]) + "-" + n));
            producer.flush();
            System.out.println("sent");
            Thread.sleep(Long.parseLong(args[5]));
            if (args[4].equals("abort")) producer.abortTransaction();
            else if (args[4].equals("commit")) producer.commitTransaction();
            else Thread.sleep(Long.MAX_VALUE);
            System.out.println(args[4]);
        } catch (Exception e) {
            System.out.println(e);
        }
    }

    private static String singular(String topic) {
        return topic.endsWith("s") ? topic.substring(0, topic.length() - 1) : topic;
    }
}
