import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Exit;

/** A long-lived JVM that runs Kafka's own command-line tools by their main methods and looks at what a cluster holds: a request is a line of JSON, so is its answer. */
public final class Driver {
    static final ObjectMapper JSON = new ObjectMapper();

    /** Thrown where a tool would have ended its process. */
    private static final class Ended extends Error {
        final int status;

        Ended(int status) {
            super(null, null, false, false);
            this.status = status;
        }
    }

    /** The first exit counts: a tool may catch what its own exit throws, complain, and exit again. */
    private static volatile Integer status;

    private static final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private static final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private static String outAtExit;
    private static String errAtExit;

    /** What a tool wants done when its process ends: the console producer sends what it still holds. */
    private static final List<Runnable> hooks = new ArrayList<>();

    private static void runHooks() {
        List<Runnable> due = new ArrayList<>(hooks);
        hooks.clear();
        due.forEach(Runnable::run);
    }

    private static void end(int code) {
        if (status == null) {
            runHooks();
            System.out.flush();
            System.err.flush();
            outAtExit = out.toString(StandardCharsets.UTF_8);
            errAtExit = err.toString(StandardCharsets.UTF_8);
            status = code;
        }
        throw new Ended(code);
    }

    public static void main(String[] unused) throws Exception {
        PrintStream answers = System.out;
        Exit.setExitProcedure((code, message) -> end(code));
        Exit.setShutdownHookAdder((name, hook) -> hooks.add(hook));
        Exit.setHaltProcedure((code, message) -> end(code));
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            ObjectNode answer = JSON.createObjectNode();
            try {
                JsonNode request = JSON.readTree(line);
                switch (request.get("kind").asText()) {
                    case "tool" -> runTool(request, answer);
                    case "logs" -> Logs.read(request, answer);
                    case "offsets" -> Offsets.read(request, answer);
                    case "metadata" -> Metadata.read(request, answer);
                    case "jmx" -> Jmx.read(request, answer);
                    default -> answer.put("failed", "unknown kind");
                }
            } catch (Throwable thrown) {
                answer.put("failed", thrown.toString());
            }
            answers.println(JSON.writeValueAsString(answer));
            answers.flush();
        }
    }

    /** As a JVM does with an exception that main did not catch. */
    private static void failed() {
        try {
            end(1);
        } catch (Ended ended) {
            // The tool's thread is over.
        }
    }

    private static void runTool(JsonNode request, ObjectNode answer) throws Exception {
        List<String> args = new ArrayList<>();
        request.get("args").forEach(arg -> args.add(arg.asText()));
        out.reset();
        err.reset();
        status = null;
        hooks.clear();
        System.setIn(new ByteArrayInputStream(request.get("stdin").asText().getBytes(StandardCharsets.UTF_8)));
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        Thread tool = new Thread(() -> {
            try {
                Class.forName(request.get("main").asText()).getMethod("main", String[].class).invoke(null, (Object) args.toArray(new String[0]));
                if (status == null) runHooks();
            } catch (java.lang.reflect.InvocationTargetException thrown) {
                if (!(thrown.getCause() instanceof Ended)) {
                    thrown.getCause().printStackTrace();
                    if (status == null) failed();
                }
            } catch (Throwable thrown) {
                thrown.printStackTrace();
            }
        });
        tool.setContextClassLoader(Driver.class.getClassLoader());
        tool.start();
        tool.join(request.get("timeoutMs").asLong());
        System.out.flush();
        System.err.flush();
        answer.put("stdout", status == null ? out.toString(StandardCharsets.UTF_8) : outAtExit);
        answer.put("stderr", status == null ? err.toString(StandardCharsets.UTF_8) : errAtExit);
        if (tool.isAlive()) {
            answer.put("exitCode", 124);
            tool.interrupt();
        } else answer.put("exitCode", status == null ? 0 : status);
        // Output stays caught: a tool that was given up may still complain.
    }
}
