import java.time.Duration;
import java.util.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.config.ConfigDef;

/** What the constructors of Kafka's clients say of each key with each of some values, and of keys that contradict each other. One JSON object a line. */
public final class Configs {
    private static final String[] VALUES = {"", "x", "-2", "-1", "0", "1", "1.5", " 7 ", "true", "True", "yes", "2147483647", "2147483648", "9223372036854775808", "all", "ALL", "none", "com.example.Mine"};
    private static final String[] NETWORK = {"bootstrap.servers", "client.id", "interceptor.classes", "metric.reporters", "security.providers", "config.providers"};

    private static final String[][] PRODUCERS = {
        {"enable.idempotence=true", "acks=1"}, {"enable.idempotence=true", "acks=0"}, {"enable.idempotence=true", "retries=0"},
        {"enable.idempotence=true", "max.in.flight.requests.per.connection=6"}, {"max.in.flight.requests.per.connection=6"},
        {"acks=1", "max.in.flight.requests.per.connection=6"}, {"retries=0", "max.in.flight.requests.per.connection=6"},
        {"enable.idempotence=false", "max.in.flight.requests.per.connection=6"}, {"enable.idempotence=false", "transactional.id=t"},
        {"acks=1", "transactional.id=t"}, {"retries=0", "transactional.id=t"}, {"acks=1", "retries=0", "enable.idempotence=true"},
        {"transactional.id=t"}, {"transactional.id=t", "transaction.two.phase.commit.enable=true"},
        {"transactional.id=t", "transaction.two.phase.commit.enable=true", "transaction.timeout.ms=5"},
        {"delivery.timeout.ms=1000"}, {"delivery.timeout.ms=30004"}, {"delivery.timeout.ms=30005"}, {"linger.ms=200000"},
        {"delivery.timeout.ms=1000", "linger.ms=0", "request.timeout.ms=1000"}, {"linger.ms=9223372036854775807", "delivery.timeout.ms=5"},
        {"reconnect.backoff.ms=2000"}, {"retry.backoff.ms=2000", "retry.backoff.max.ms=1000"}, {"request.timeout.ms=0"},
        {"batch.size=x", "acks=2"}, {"linger.ms=-1", "retries=-1"}, {"max.block.ms=-1", "buffer.memory=-1"},
        {"acks=-1"}, {"acks= all"}, {"compression.type=brotli"}, {"compression.type=GZIP"}, {"compression.type=gzip", "compression.gzip.level=10"},
        {"compression.lz4.level=0"}, {"compression.zstd.level=23"},
        {"partitioner.class=org.apache.kafka.clients.producer.RoundRobinPartitioner"}, {"partitioner.class=org.apache.kafka.clients.producer.UniformStickyPartitioner"},
        {"partitioner.class=java.lang.String"},
    };

    private static final String[][] CONSUMERS = {
        {"session.timeout.ms=3000"}, {"heartbeat.interval.ms=45000"}, {"heartbeat.interval.ms=50000", "session.timeout.ms=60000"},
        {"group.protocol=consumer", "session.timeout.ms=10000"}, {"group.protocol=consumer", "heartbeat.interval.ms=1000"},
        {"group.protocol=consumer", "partition.assignment.strategy=range"}, {"group.protocol=consumer", "heartbeat.interval.ms=1", "session.timeout.ms=1"},
        {"group.protocol=classic", "group.remote.assignor=uniform"}, {"group.remote.assignor=uniform"}, {"group.protocol=consumer", "group.remote.assignor=range"},
        {"group.protocol=CONSUMER"}, {"group.protocol=streams"}, {"group.protocol=new"},
        {"auto.offset.reset=by_duration:PT1H"}, {"auto.offset.reset=by_duration:1h"}, {"auto.offset.reset=by_duration:"}, {"auto.offset.reset=by_duration:-PT1H"},
        {"auto.offset.reset=EARLIEST"}, {"auto.offset.reset=latest "}, {"auto.offset.reset=beginning"},
        {"isolation.level=READ_COMMITTED"}, {"isolation.level=serializable"}, {"max.poll.records=0"}, {"max.poll.interval.ms=0"},
        {"enable.auto.commit=false", "auto.commit.interval.ms=-1"}, {"group.instance.id="}, {"group.instance.id=a/b"}, {"group.instance.id=."},
        {"partition.assignment.strategy=range"}, {"partition.assignment.strategy=org.apache.kafka.clients.consumer.RangeAssignor,org.apache.kafka.clients.consumer.RangeAssignor"},
        {"partition.assignment.strategy="}, {"partition.assignment.strategy=java.lang.String"}, {"max.poll.interval.ms=1000", "session.timeout.ms=45000"},
        {"default.api.timeout.ms=1000"}, {"request.timeout.ms=1", "fetch.max.wait.ms=500"}, {"client.rack="}, {"group.id="}, {"group.id=", "enable.auto.commit=true"},
    };

    public static void main(String[] args) {
        for (String name : names(ProducerConfig.configDef())) for (String value : VALUES) say("producer", name + "=" + value);
        for (String[] config : PRODUCERS) say("producer", config);
        for (String name : names(ConsumerConfig.configDef())) for (String value : VALUES) say("consumer", name + "=" + value);
        for (String[] config : CONSUMERS) say("consumer", config);
        System.exit(0);
    }

    /** Without what belongs to TLS, SASL and plug-ins. */
    private static List<String> names(ConfigDef def) {
        List<String> names = new ArrayList<>(def.names());
        names.removeIf(name -> name.startsWith("ssl.") || name.startsWith("sasl.") || Arrays.asList(NETWORK).contains(name));
        Collections.sort(names);
        return names;
    }

    private static void say(String client, String... config) {
        Properties properties = new Properties();
        boolean isProducer = client.equals("producer");
        properties.put("bootstrap.servers", "127.0.0.1:1");
        for (String kind : new String[] {"key", "value"})
            properties.put(kind + (isProducer ? ".serializer" : ".deserializer"), "org.apache.kafka.common.serialization." + (isProducer ? "StringSerializer" : "StringDeserializer"));
        if (!isProducer) properties.put("group.id", "g");
        StringBuilder written = new StringBuilder();
        for (String entry : config) {
            int at = entry.indexOf('=');
            properties.put(entry.substring(0, at), entry.substring(at + 1));
            written.append(written.length() == 0 ? "" : ",").append(quoted(entry.substring(0, at))).append(":").append(quoted(entry.substring(at + 1)));
        }
        String message = isProducer ? produce(properties) : consume(properties);
        System.out.println("{\"client\":\"" + client + "\",\"config\":{" + written + "},\"message\":" + (message == null ? "null" : quoted(message)) + "}");
    }

    private static String produce(Properties properties) {
        try {
            new KafkaProducer<String, String>(properties).close(Duration.ZERO);
            return null;
        } catch (Throwable e) {
            return said(e);
        }
    }

    private static String consume(Properties properties) {
        try {
            new KafkaConsumer<String, String>(properties).close(CloseOptions.timeout(Duration.ZERO));
            return null;
        } catch (Throwable e) {
            return said(e);
        }
    }

    private static String said(Throwable e) {
        return e.getMessage() != null && e.getMessage().startsWith("Failed to construct kafka") && e.getCause() != null ? e.getCause().getMessage() : e.getMessage();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
