import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.utils.Utils;

/** Hashes and partitions of keys that a small generator makes, as Kafka's own classes compute them. partitioner-keys.ts makes the same keys. */
public final class Keys {
    static final int COUNT = 10_000;
    /** First code point and size of what letters are drawn from: ASCII, Latin, Greek, Cyrillic, Hebrew, Arabic, Devanagari, Thai, Kana, Han, Hangul, symbols, emoji. */
    static final int[][] SCRIPTS = {{0x20, 95}, {0xc0, 320}, {0x391, 57}, {0x410, 64}, {0x5d0, 27}, {0x621, 26}, {0x905, 53}, {0xe01, 46}, {0x3041, 86}, {0x4e00, 20000}, {0xac00, 11172}, {0x2190, 112}, {0x1f300, 256}};

    static int state;

    static int draw(int bound) {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        return Integer.remainderUnsigned(state, bound);
    }

    static String key(int i) {
        state = 0x9e3779b9 * (i + 1);
        int length = i % 100 == 99 ? 100 + draw(900) : i % 70;
        int[] script = SCRIPTS[draw(SCRIPTS.length)];
        StringBuilder text = new StringBuilder();
        for (int n = 0; n < length; n++) {
            int[] from = draw(8) == 0 ? SCRIPTS[draw(SCRIPTS.length)] : script;
            text.appendCodePoint(from[0] + draw(from[1]));
        }
        return text.toString();
    }

    public static void main(String[] args) {
        ByteBuffer hashes = ByteBuffer.allocate(COUNT * 4);
        byte[] partitions = new byte[COUNT];
        for (int i = 0; i < COUNT; i++) {
            byte[] bytes = key(i).getBytes(StandardCharsets.UTF_8);
            hashes.putInt(Utils.murmur2(bytes));
            partitions[i] = (byte) BuiltInPartitioner.partitionForKey(bytes, 1 + i % 100);
        }
        print("hashes", hashes.array());
        print("partitions", partitions);
    }

    static void print(String name, byte[] bytes) {
        System.out.println("# " + name);
        String text = Base64.getEncoder().encodeToString(bytes);
        for (int i = 0; i < text.length(); i += 160) System.out.println(text.substring(i, Math.min(text.length(), i + 160)));
    }
}
