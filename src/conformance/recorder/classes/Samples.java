import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.stats.Max;
import org.apache.kafka.common.metrics.stats.Min;
import org.apache.kafka.common.metrics.stats.SampledStat;

/** What Kafka's own Max and Min measure after values that a small generator makes: a line each, windows, then time:value and time?max,min of a first reading. */
public final class Samples {
    static final int COUNT = 60;
    static final int STEPS = 40;

    static int state;

    static int draw(int bound) {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        return Integer.remainderUnsigned(state, bound);
    }

    /** A reading clears what is too old, so each begins with the values alone. */
    static String read(SampledStat stat, MetricConfig config, long[] times, int[] values, int until, long now) {
        for (int i = 0; i < until; i++) stat.record(config, values[i], times[i]);
        double measured = stat.measure(config, now);
        return Double.isNaN(measured) ? "NaN" : String.valueOf((long) measured);
    }

    public static void main(String[] args) {
        for (int run = 0; run < COUNT; run++) {
            state = 0x9e3779b9 * (run + 1);
            int samples = run % 3 == 0 ? 2 : 1 + draw(4);
            int windowMs = run % 3 == 0 ? 30_000 : 1 + draw(20_000);
            MetricConfig config = new MetricConfig().samples(samples).timeWindow(windowMs, TimeUnit.MILLISECONDS);
            long[] times = new long[STEPS];
            int[] values = new int[STEPS];
            StringBuilder line = new StringBuilder(samples + "x" + windowMs);
            long now = draw(1000);
            for (int i = 0; i < STEPS; i++) {
                // Some follow each other closely, some after exactly a window or all of them, some after a long silence.
                int kind = draw(8);
                now += kind == 0 ? windowMs : kind == 1 ? (long) samples * windowMs : kind == 2 ? draw(3 * windowMs) : draw(windowMs / 4 + 1);
                if (draw(3) == 0) {
                    line.append(' ').append(now).append('?').append(read(new Max(), config, times, values, i, now)).append(',').append(read(new Min(), config, times, values, i, now));
                }
                times[i] = now;
                values[i] = draw(1000);
                line.append(' ').append(now).append(':').append(values[i]);
            }
            System.out.println(line);
        }
    }
}
