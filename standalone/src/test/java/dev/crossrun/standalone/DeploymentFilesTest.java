package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.run.RunAttributes;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.common.SearchAttributeKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** The rules that {@code docker-compose.yml}, {@code Dockerfile} and {@code .ci/service} keep. */
class DeploymentFilesTest {
    private static final Path HOME = Path.of("..");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)([^}]*)}");
    private static final Pattern PINNED = Pattern.compile("[\\w./-]+:(v?\\d+(\\.\\d+)+[\\w.-]*)");
    private static final Pattern SECRET = Pattern.compile(".*(PASSWORD|PWD|SECRET|TOKEN|SHA256|ACCESS_KEY).*");
    private static final Pattern NOT_ROOT = Pattern.compile("[1-9]\\d*:[1-9]\\d*");

    /** As the Temporal CLI names them. */
    private static final Map<IndexedValueType, String> SHORT_TYPES = Map.of(
            IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD, "Keyword",
            IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST, "KeywordList");

    private static String compose = "";
    private static Map<String, Map<String, Object>> services = Map.of();

    @BeforeAll
    static void read() throws IOException {
        compose = Files.readString(HOME.resolve("docker-compose.yml"));
        services = servicesOf(compose);
    }

    @SuppressWarnings("unchecked") // YAML
    private static Map<String, Map<String, Object>> servicesOf(String yaml) {
        Map<String, Object> file = new Yaml().load(yaml);
        return new TreeMap<>((Map<String, Map<String, Object>>) file.get("services"));
    }

    static Set<String> services() throws IOException {
        return servicesOf(Files.readString(HOME.resolve("docker-compose.yml"))).keySet();
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServiceHasAPinnedImageAndFewRights(String name) {
        Map<String, Object> service = services.get(name);
        assertThat(String.valueOf(service.get("image"))).matches(PINNED);
        assertThat(String.valueOf(service.get("user"))).matches(NOT_ROOT);
        assertThat(service)
                .containsEntry("read_only", true)
                .containsEntry("cap_drop", List.of("ALL"))
                .containsEntry("security_opt", List.of("no-new-privileges:true"))
                .doesNotContainKeys("privileged", "cap_add", "network_mode", "pid");
        assertThat(list(service, "ports")).allSatisfy(port -> assertThat(port).startsWith("127.0.0.1:"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServiceThatStaysHasAHealthCheckAndIsRestarted(String name) {
        Map<String, Object> service = services.get(name);
        if (jobs().contains(name)) {
            assertThat(service).doesNotContainKeys("healthcheck", "restart");
        } else {
            assertThat(service).containsKey("healthcheck");
            assertThat(service.containsKey("restart")).isEqualTo(!name.equals("simulator"));
        }
    }

    /** Others wait for their end. */
    private static Set<String> jobs() {
        return services.values().stream()
                .flatMap(service -> map(service, "depends_on").entrySet().stream())
                .filter(other -> other.getValue().toString().contains("service_completed_successfully"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("services")
    void noSecretHasAValueInTheFile(String name) {
        assertThat(map(services.get(name), "environment")).allSatisfy((variable, value) -> {
            if (SECRET.matcher(variable).matches() && !variable.startsWith("TEMPORAL_CODEC_PASS")) {
                Matcher reference = VARIABLE.matcher(String.valueOf(value));
                assertThat(reference.matches()).as("%s=%s", variable, value).isTrue();
                assertThat(reference.group(2)).isIn(":?run ./crossrun init", "?run ./crossrun init", "-");
            }
        });
    }

    @Test
    void theWorkerIsReadyWhenItsAdminPortSaysSo() throws IOException {
        assertThat(map(services.get("worker"), "healthcheck"))
                .containsEntry(
                        "test", List.of("CMD", "/opt/crossrun/health.sh", "http", "127.0.0.1", "8082", "/readyz"));
        Path chart = HOME.resolve("deploy/helm/crossrun");
        assertThat(Files.readString(chart.resolve("values.yaml"))).contains("admin: {bindHost: 0.0.0.0, port: 8082}");
        assertThat(Files.readString(chart.resolve("templates/worker.yaml")))
                .contains("{name: admin, containerPort: 8082}")
                .containsPattern("livenessProbe:\\s+httpGet: \\{path: /healthz, port: admin}")
                .containsPattern("readinessProbe:\\s+httpGet: \\{path: /readyz, port: admin}");
    }

    @Test
    void prometheusFindsTheAdminPortsOfWorkersAndApi() throws IOException {
        assertThat(Files.readString(HOME.resolve("deploy/prometheus/prometheus-compose.yml")))
                .contains("{names: [worker], type: A, port: 8082,", "{names: [api], type: A, port: 8081,");
        assertThat(Files.readString(HOME.resolve("deploy/worker.yml")))
                .contains("admin: {bindHost: 0.0.0.0, port: 8082}");
        assertThat(Files.readString(HOME.resolve("deploy/api.yml")))
                .contains("adminConnectors: [{type: http, port: 8081, bindHost: 0.0.0.0}]");
    }

    @Test
    void everyFileThatAServiceMountsIsThere() {
        assertThat(services.values().stream()
                        .flatMap(service -> list(service, "volumes"))
                        .filter(mount -> mount.startsWith("./"))
                        .map(mount -> HOME.resolve(mount.substring(2, mount.indexOf(':')))))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(file).isRegularFile());
    }

    @Test
    void initSetsEveryVariableThatTheFileDemands() {
        assertThat(InitTest.variables(InitCommand.content()).keySet())
                .containsAll(VARIABLE.matcher(compose)
                        .results()
                        .filter(variable -> variable.group(2).contains("?"))
                        .map(variable -> variable.group(1))
                        .toList());
    }

    @Test
    void theImageIsBuiltFromPinnedOnesAndRunsAsTheUserOfCompose() throws IOException {
        String dockerfile = Files.readString(HOME.resolve("Dockerfile"));
        assertThat(Pattern.compile("(?m)^FROM (\\S+)")
                        .matcher(dockerfile)
                        .results()
                        .map(found -> found.group(1)))
                .isNotEmpty()
                .allSatisfy(image -> assertThat(image).matches(PINNED));
        assertThat(dockerfile)
                .contains("USER " + services.get("api").get("user"))
                .contains("USER " + services.get("worker").get("user"));
    }

    @Test
    void theServiceOfTestsHasTheVersionsOfCompose() throws IOException {
        String script = Files.readString(HOME.resolve(".ci/service"));
        assertThat(script)
                .contains("server=v" + version("temporal"))
                .contains("server=v" + version("schema"))
                .contains("server=v" + version("namespace"))
                .contains("ui=v" + version("temporal-ui"));
    }

    @Test
    void theJobAndTheDocsCreateTheSearchAttributesOfRuns() throws IOException {
        Map<String, String> attributes = RunAttributes.ALL.stream()
                .collect(Collectors.toMap(
                        SearchAttributeKey::getName, key -> SHORT_TYPES.getOrDefault(key.getValueType(), "unknown")));
        assertThat(byName("deploy/namespace.sh", "(?m)^attributes (\\w+) (.*)$"))
                .containsExactlyInAnyOrderEntriesOf(attributes);
        assertThat(byName("docs/operating/install.md", "(?m)^\\| (Keyword\\w*) \\| (`Crossrun.*) \\|$"))
                .containsExactlyInAnyOrderEntriesOf(attributes);
    }

    /** The types of search attributes by name, from lines with a type and its names. */
    private static Map<String, String> byName(String file, String lines) throws IOException {
        Map<String, String> types = new TreeMap<>();
        Pattern.compile(lines)
                .matcher(Files.readString(HOME.resolve(file)))
                .results()
                .forEach(line -> Stream.of(line.group(2).split("[ ,`]+"))
                        .filter(name -> !name.isEmpty())
                        .forEach(name -> types.put(name, line.group(1))));
        return types;
    }

    private static String version(String service) {
        return PINNED.matcher(String.valueOf(services.get(service).get("image")))
                .results()
                .map(MatchResult::group)
                .map(image -> image.substring(image.indexOf(':') + 1))
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked") // YAML
    private static Map<String, Object> map(Map<String, Object> service, String key) {
        return (Map<String, Object>) service.getOrDefault(key, Map.of());
    }

    private static Stream<String> list(Map<String, Object> service, String key) {
        return ((List<?>) service.getOrDefault(key, List.of())).stream().map(String::valueOf);
    }
}
