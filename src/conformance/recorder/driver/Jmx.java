import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.management.Attribute;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * MBeans of Kafka in the process that listens at an address. With `wanted`, `mbean attribute` as a pattern, the values of those among the answers to `queries`: numbers and texts as they are, anything else by its class; without it
 * the names of all, each with its attributes, which takes seconds.
 */
final class Jmx {
    private static final Map<String, JMXConnector> CONNECTORS = new HashMap<>();

    static void read(JsonNode request, ObjectNode answer) throws Exception {
        MBeanServerConnection server = connect(request.get("server").asText());
        ObjectNode beans = answer.putObject("beans");
        if (request.has("wanted")) {
            Pattern wanted = Pattern.compile(request.get("wanted").asText());
            for (JsonNode query : request.get("queries"))
                for (ObjectName name : server.queryNames(new ObjectName(query.asText()), null)) readValues(server, name, wanted, beans);
        } else {
            for (ObjectName name : server.queryNames(new ObjectName("kafka.*:*"), null)) readNames(server, name, beans.putArray(name.toString()));
        }
    }

    /** A process that was killed and is back has a connector of its own. */
    private static MBeanServerConnection connect(String address) throws Exception {
        try {
            JMXConnector known = CONNECTORS.get(address);
            if (known != null) {
                known.getMBeanServerConnection().getMBeanCount();
                return known.getMBeanServerConnection();
            }
        } catch (java.io.IOException gone) {
            CONNECTORS.remove(address);
        }
        JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL("service:jmx:rmi:///jndi/rmi://" + address + "/jmxrmi"));
        CONNECTORS.put(address, connector);
        return connector.getMBeanServerConnection();
    }

    private static void readNames(MBeanServerConnection server, ObjectName name, ArrayNode attributes) throws Exception {
        for (MBeanAttributeInfo info : server.getMBeanInfo(name).getAttributes()) attributes.add(info.getName());
    }

    /** Which attributes an MBean has is asked only of Kafka's own; Yammer's gauges have one. */
    private static void readValues(MBeanServerConnection server, ObjectName name, Pattern wanted, ObjectNode beans) throws Exception {
        boolean isGauge = wanted.matcher(name + " Value").find();
        if (!isGauge && !wanted.matcher(name + " ").find()) return;
        ObjectNode bean = beans.putObject(name.toString());
        String[] attributes = isGauge ? new String[] {"Value"} : namesOf(server, name);
        for (Object one : server.getAttributes(name, attributes)) put(bean, ((Attribute) one).getName(), ((Attribute) one).getValue());
    }

    private static String[] namesOf(MBeanServerConnection server, ObjectName name) throws Exception {
        MBeanAttributeInfo[] infos = server.getMBeanInfo(name).getAttributes();
        String[] names = new String[infos.length];
        for (int n = 0; n < infos.length; n++) names[n] = infos[n].getName();
        return names;
    }

    /** A double that is a whole number is written as one; NaN has no JSON of its own. */
    private static void put(ObjectNode bean, String attribute, Object value) {
        if (!(value instanceof Number number)) {
            bean.put(attribute, value instanceof String ? (String) value : value == null ? "null" : value.getClass().getName());
            return;
        }
        double real = number.doubleValue();
        if (real == Math.rint(real) && Math.abs(real) < 1e15) bean.put(attribute, (long) real);
        else if (Double.isFinite(real)) bean.put(attribute, real);
        else bean.put(attribute, String.valueOf(real));
    }
}
