import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.Permission;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A long-lived JVM that runs the command-line tools of any release by their main methods. A request is a line: the main class, then each
 * argument in base64, between blanks; the answer is the exit code, standard output and standard error in base64. Old releases end their
 * process by System.exit, which only a security manager can see coming.
 */
public final class Runner {
    private static final class Ended extends SecurityException {
        Ended() {
            super("ended");
        }
    }

    private static final long LIMIT_MS = 100_000;
    private static final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private static final ByteArrayOutputStream err = new ByteArrayOutputStream();
    /** The first exit counts: a tool may catch what its own exit throws, complain, and exit again. */
    private static volatile Integer status;
    private static volatile String outAtExit;
    private static volatile String errAtExit;

    private static void end(int code) {
        if (status == null) {
            System.out.flush();
            System.err.flush();
            outAtExit = out.toString(StandardCharsets.UTF_8);
            errAtExit = err.toString(StandardCharsets.UTF_8);
            status = code;
        }
    }

    @SuppressWarnings("removal")
    private static void guardExits() {
        System.setSecurityManager(new SecurityManager() {
            @Override
            public void checkExit(int code) {
                end(code);
                throw new Ended();
            }

            @Override
            public void checkPermission(Permission permission) {}

            @Override
            public void checkPermission(Permission permission, Object context) {}
        });
    }

    public static void main(String[] unused) throws Exception {
        PrintStream answers = System.out;
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        guardExits();
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            String[] words = line.split(" ");
            List<String> args = new ArrayList<>();
            for (int n = 1; n < words.length; n++) args.add(new String(Base64.getDecoder().decode(words[n].substring(1)), StandardCharsets.UTF_8));
            answers.println(run(words[0], args.toArray(new String[0])));
            answers.flush();
        }
        Runtime.getRuntime().halt(0);
    }

    private static String run(String main, String[] args) throws Exception {
        out.reset();
        err.reset();
        status = null;
        System.setIn(new ByteArrayInputStream(new byte[0]));
        PrintStream toOut = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream toErr = new PrintStream(err, true, StandardCharsets.UTF_8);
        System.setOut(toOut);
        System.setErr(toErr);
        Thread tool = new Thread(() -> invoke(main, args), "main");
        tool.start();
        tool.join(LIMIT_MS);
        int code = tool.isAlive() ? 124 : status == null ? 0 : status;
        if (tool.isAlive()) tool.interrupt();
        String stdout = status == null ? out.toString(StandardCharsets.UTF_8) : outAtExit;
        String stderr = status == null ? err.toString(StandardCharsets.UTF_8) : errAtExit;
        return code + " =" + base64(stdout) + " =" + base64(stderr);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void invoke(String main, String[] args) {
        try {
            Class.forName(main).getMethod("main", String[].class).invoke(null, (Object) args);
        } catch (java.lang.reflect.InvocationTargetException thrown) {
            if (status != null) return;
            // As a JVM does with an exception that main did not catch.
            System.err.print("Exception in thread \"main\" ");
            thrown.getCause().printStackTrace();
            end(1);
        } catch (Throwable thrown) {
            if (status != null) return;
            thrown.printStackTrace();
            end(1);
        }
    }
}
