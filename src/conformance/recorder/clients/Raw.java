import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.AddPartitionsToTxnRequest;
import org.apache.kafka.common.requests.AddPartitionsToTxnResponse;
import org.apache.kafka.common.requests.EndTxnRequest;
import org.apache.kafka.common.requests.EndTxnResponse;
import org.apache.kafka.common.requests.FindCoordinatorRequest;
import org.apache.kafka.common.requests.FindCoordinatorResponse;
import org.apache.kafka.common.requests.InitProducerIdRequest;
import org.apache.kafka.common.requests.InitProducerIdResponse;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.apache.kafka.common.requests.RequestHeader;

/**
 * Sends single requests as no client of Kafka would: a line of standard input is one (`raw.ts` has the words), a line of standard output its answer.
 * The producer id and epoch that InitProducerId or EndTxn gave are those of later requests which name none.
 */
public final class Raw {
    private static final long SENT_WITH_THE_LAST_VERSION_OF_NAMES = 12;
    private static long producerId = -1;
    private static short producerEpoch = -1;
    private static int correlation = 0;

    public static void main(String[] unused) throws Exception {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ");
            Map<String, String> options = new HashMap<>();
            TopicPartition partition = null;
            for (int n = 1; n < words.length; n++) {
                String[] pair = words[n].split("=", 2);
                if (pair.length == 2) options.put(pair[0], pair[1]);
                else partition = new TopicPartition(words[n].replaceAll("-\\d+$", ""), Integer.parseInt(words[n].replaceAll(".*-", "")));
            }
            System.out.println(words[0] + " " + answer(words[0], partition, options));
            System.out.flush();
        }
    }

    private static String answer(String api, TopicPartition partition, Map<String, String> options) throws Exception {
        return switch (api) {
            case "Produce" -> produce(partition, options);
            case "InitProducerId" -> init(options);
            case "AddPartitionsToTxn" -> add(partition, options);
            case "EndTxn" -> end(options);
            default -> throw new IllegalArgumentException(api);
        };
    }

    private static int number(Map<String, String> options, String name, long otherwise) {
        return (int) Long.parseLong(options.getOrDefault(name, String.valueOf(otherwise)));
    }

    private static String produce(TopicPartition partition, Map<String, String> options) throws Exception {
        String transactionalId = options.get("transactionalId");
        short acks = (short) number(options, "acks", -1);
        ProduceRequestData data = new ProduceRequestData().setAcks(acks).setTimeoutMs(30_000).setTransactionalId(transactionalId);
        var one = new ProduceRequestData.PartitionProduceData().setIndex(partition.partition()).setRecords(records(transactionalId != null, options));
        data.topicData().add(new ProduceRequestData.TopicProduceData().setName(partition.topic()).setPartitionData(List.of(one)));
        short version = (short) (number(options, "version", SENT_WITH_THE_LAST_VERSION_OF_NAMES));
        ProduceResponse response = (ProduceResponse) exchange(options.getOrDefault("to", "kafka1"), new ProduceRequest(data, version), acks != 0);
        if (acks == 0) return "sent";
        if (response == null) return "closed";
        var result = response.data().responses().iterator().next().partitionResponses().get(0);
        return Errors.forCode(result.errorCode()) + " baseOffset=" + result.baseOffset();
    }

    private static MemoryRecords records(boolean isTransactional, Map<String, String> options) {
        long id = Long.parseLong(options.getOrDefault("producerId", String.valueOf(producerId)));
        short epoch = (short) number(options, "producerEpoch", producerEpoch);
        int sequence = number(options, "baseSequence", -1);
        SimpleRecord[] records = new SimpleRecord[number(options, "records", 1)];
        long at = System.currentTimeMillis() - number(options, "ageMs", 0);
        for (int n = 0; n < records.length; n++) records[n] = new SimpleRecord(at, ("record-" + (n + 1)).getBytes());
        return isTransactional
            ? MemoryRecords.withTransactionalRecords(Compression.NONE, id, epoch, sequence, records)
            : MemoryRecords.withIdempotentRecords(Compression.NONE, id, epoch, sequence, records);
    }

    private static String init(Map<String, String> options) throws Exception {
        String transactionalId = options.get("transactionalId");
        var data = new InitProducerIdRequestData().setTransactionalId(transactionalId).setTransactionTimeoutMs(number(options, "timeoutMs", 60_000));
        if (options.containsKey("producerEpoch")) data.setProducerId(producerId).setProducerEpoch((short) number(options, "producerEpoch", -1));
        InitProducerIdResponse response = null;
        while (response == null || response.error() == Errors.COORDINATOR_LOAD_IN_PROGRESS || response.error() == Errors.NOT_COORDINATOR) {
            if (response != null) Thread.sleep(200);
            response = (InitProducerIdResponse) exchange(coordinator(transactionalId), new InitProducerIdRequest.Builder(data).build((short) 5), true);
        }
        take(response.data().producerId(), response.data().producerEpoch());
        return response.error() + " producerEpoch=" + response.data().producerEpoch();
    }

    private static String add(TopicPartition partition, Map<String, String> options) throws Exception {
        String transactionalId = options.get("transactionalId");
        short epoch = (short) number(options, "producerEpoch", producerEpoch);
        AddPartitionsToTxnRequest request = AddPartitionsToTxnRequest.Builder.forClient(transactionalId, producerId, epoch, List.of(partition)).build((short) 3);
        var response = (AddPartitionsToTxnResponse) exchange(coordinator(transactionalId), request, true);
        return response.errors().get(AddPartitionsToTxnResponse.V3_AND_BELOW_TXN_ID).get(partition).toString();
    }

    private static String end(Map<String, String> options) throws Exception {
        String transactionalId = options.get("transactionalId");
        short epoch = (short) number(options, "producerEpoch", producerEpoch);
        var data = new EndTxnRequestData().setTransactionalId(transactionalId).setProducerId(producerId).setProducerEpoch(epoch);
        data.setCommitted(options.getOrDefault("committed", "true").equals("true"));
        short version = (short) number(options, "version", 5);
        var response = (EndTxnResponse) exchange(coordinator(transactionalId), new EndTxnRequest.Builder(data, version > 4).build(version), true);
        if (version < 5) return response.error().toString();
        if (response.error() == Errors.NONE) take(response.data().producerId(), response.data().producerEpoch());
        return response.error() + " producerEpoch=" + response.data().producerEpoch();
    }

    private static void take(long id, short epoch) {
        producerId = id;
        producerEpoch = epoch;
    }

    /** Its broker; the first time its topic is made. */
    private static String coordinator(String transactionalId) throws Exception {
        if (transactionalId == null) return "kafka1";
        for (;;) {
            var data = new FindCoordinatorRequestData().setKeyType((byte) 1).setCoordinatorKeys(List.of(transactionalId));
            var response = (FindCoordinatorResponse) exchange("kafka1", new FindCoordinatorRequest.Builder(data).build((short) 6), true);
            var found = response.data().coordinators().get(0);
            if (found.errorCode() == 0) return found.host();
            Thread.sleep(200);
        }
    }

    /** On a connection of its own. Null: the broker has closed it. */
    private static AbstractResponse exchange(String host, AbstractRequest request, boolean isAnswered) throws Exception {
        RequestHeader header = new RequestHeader(request.apiKey(), request.version(), "raw", ++correlation);
        ByteBuffer bytes = request.serializeWithHeader(header);
        try (Socket socket = new Socket(host, 9092)) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(bytes.remaining());
            out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            out.flush();
            if (!isAnswered) return null;
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] answer = new byte[in.readInt()];
            in.readFully(answer);
            return AbstractResponse.parseResponse(ByteBuffer.wrap(answer), header);
        } catch (EOFException closed) {
            return null;
        }
    }
}
