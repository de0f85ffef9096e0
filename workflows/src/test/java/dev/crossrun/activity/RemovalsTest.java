package dev.crossrun.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.InstanceId;
import dev.crossrun.domain.Region;
import dev.crossrun.domain.Sha256;
import dev.crossrun.domain.Username;
import dev.crossrun.run.effect.Removal;
import dev.crossrun.run.effect.RemovalCall;
import io.temporal.activity.ActivityInterface;
import io.temporal.common.converter.GlobalDataConverter;
import java.io.File;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The activities that a ledger may name, and what it may give them. */
class RemovalsTest {
    private static final AccountId ACCOUNT = new AccountId("222222222222");
    private static final Place PLACE = new Place(ACCOUNT, new Region("eu-central-1"));

    @Test
    void everyRemovalOfEverySystemIsRegistered() throws Exception {
        assertThat(removals()).hasSizeGreaterThan(10);
        assertThat(Removals.types())
                .containsExactlyInAnyOrderElementsOf(
                        removals().stream().map(RemovalsTest::type).toList());
    }

    @Test
    void everyActivityThatRemovesIsARemovalWithARecordOfItsOwn() throws Exception {
        assertThat(activities())
                .filteredOn(method -> method.toGenericString().contains(Removal.class.getSimpleName() + ">"))
                .isNotEmpty()
                .allMatch(method -> method.isAnnotationPresent(Removes.class));
        assertThat(removals()).allSatisfy(method -> {
            assertThat(method.getParameterTypes()).containsExactly(List.class, UndoPass.class);
            assertThat(record(method).isRecord()).isTrue();
        });
        assertThat(removals()).extracting(RemovalsTest::record).doesNotHaveDuplicates();
    }

    @Test
    void theRecordsBelowAreThoseOfAllRemovals() throws Exception {
        assertThat(removables().map(Record::getClass).map(Class::getName).distinct())
                .as("A new removal needs a sample of its record in removables() of this test")
                .containsExactlyInAnyOrderElementsOf(removals().stream()
                        .map(RemovalsTest::record)
                        .map(Class::getName)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("removables")
    void aRecordThatALedgerHoldsReachesItsActivityAsItWas(Record removable) {
        RemovalCall call = throughHistory(RemovalCall.class, Removals.of(removable));
        Object taken = throughHistory(removable.getClass(), call.arguments());
        assertThat(taken).isEqualTo(removable);
        assertThat(Removals.patience(call)).isPositive();
    }

    @Test
    void retriesARemovalForAsLongAsItsActivitySays() {
        assertThat(patience(new ConnectActivities.RemovableInstance(alias(), Optional.empty())))
                .isEqualTo(Duration.ofMinutes(30));
        assertThat(patience(user())).isEqualTo(Duration.ofMinutes(15));
        assertThat(patience(role())).isEqualTo(Duration.ofMinutes(10));
    }

    @ParameterizedTest
    @MethodSource("notRemovals")
    void aLedgerNamesNothingButRemovals(String activity) {
        RemovalCall call = new RemovalCall(activity, JsonNodeFactory.instance.objectNode());
        Throwable refused = catchThrowable(() -> Removals.patience(call));
        assertThat(FailureType.of(refused)).contains(FailureType.INVALID_REQUEST);
        assertThat(FailureType.message(refused)).contains(activity + ", which removes nothing");
    }

    static Stream<String> notRemovals() {
        return Stream.of("Iam_PutRole", "Iam_FindRole", "IamActivities", "Ledger_Read", "iam_removeRoles", "");
    }

    @ParameterizedTest
    @MethodSource("otherArguments")
    void aLedgerGivesARemovalNothingButWhatItTakes(JsonNode arguments) {
        RemovalCall call = new RemovalCall(Removals.of(role()).activity(), arguments);
        Throwable refused = catchThrowable(() -> Removals.patience(call));
        assertThat(FailureType.of(refused)).contains(FailureType.INVALID_REQUEST);
        assertThat(FailureType.message(refused)).contains("something else than a RemovableRole");
    }

    static Stream<JsonNode> otherArguments() {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return Stream.of(
                json.textNode("AmazonConnectFederation"),
                json.numberNode(1),
                json.arrayNode().add(Removals.of(role()).arguments()),
                json.nullNode(),
                json.objectNode(),
                json.objectNode().put("role", "AmazonConnectFederation"),
                Removals.of(user()).arguments());
    }

    @ParameterizedTest
    @MethodSource("removables")
    void aLedgerThatLeavesOutWhatARemovalNeedsIsRefused(Record removable) {
        RemovalCall call = new RemovalCall(Removals.of(removable).activity(), JsonNodeFactory.instance.objectNode());
        Throwable refused = catchThrowable(() -> Removals.patience(call));
        assertThat(FailureType.of(refused)).contains(FailureType.INVALID_REQUEST);
    }

    @ParameterizedTest
    @MethodSource("removables")
    void aLedgerOfNewerCodeWithMoreFieldsIsTaken(Record removable) {
        RemovalCall call = Removals.of(removable);
        ((ObjectNode) call.arguments()).put("newer", true);
        assertThat(Removals.patience(call)).isPositive();
    }

    @Test
    void nothingRemovesWhatNoRemovalTakes() {
        assertThatThrownBy(() -> Removals.of(PLACE)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Duration patience(Record removable) {
        return Removals.patience(Removals.of(removable));
    }

    private static <T> T throughHistory(Class<T> type, Object value) {
        return GlobalDataConverter.get()
                .fromPayload(GlobalDataConverter.get().toPayload(value).orElseThrow(), type, type);
    }

    static Stream<Record> removables() {
        EntraActivities.Application application = new EntraActivities.Application(
                "8500cad3", "object-1", "app-1", "principal-1", "Sign-in", Optional.of(Instant.EPOCH));
        IdentityCenterActivities.Instance center = new IdentityCenterActivities.Instance(
                PLACE, "arn:aws:sso:::instance/1", "d-1", "111111111111", "ACTIVE");
        IdentityCenterActivities.Principal group = new IdentityCenterActivities.Principal("GROUP", "g-1", "Agents");
        return Stream.of(
                new CloudTrailActivities.SourceChanges(PLACE, "d-1", Instant.parse("2026-03-02T09:00:00Z"), "in use"),
                user(),
                new ConnectActivities.RemovableInstance(alias(), Optional.empty()),
                new EntraActivities.RemovableApplication(
                        new EntraActivities.NamedApplication("8500cad3", "Sign-in", "ours", true), Optional.empty()),
                new EntraActivities.RemovableApplication(
                        new EntraActivities.NamedApplication("8500cad3", "Sign-in", "ours", false),
                        Optional.of("object-1")),
                new EntraActivities.Assignment(application, new EntraActivities.Principal("GROUP", "g-1", "Agents")),
                new EntraActivities.RestorableServiceProvider(
                        new EntraActivities.ServiceProvider(application, "urn:1", List.of("https://a", "https://b")),
                        Map.of("identifierUris", "", "replyUrls", "https://c")),
                new EntraActivities.RestorableSamlMode(
                        new EntraActivities.SamlMode(application, List.of("kim@example.com")),
                        Map.of("mode", "password", "notificationEmails", "lee@example.com")),
                new EntraActivities.RemovableJob(application, Optional.of("job-1")),
                new Lease(
                        "temporary-access.one:1/222222222222",
                        "temporary-access.one:1",
                        new IdentityCenterActivities.AccountAssignment(
                                center,
                                new IdentityCenterActivities.PermissionSet(
                                        "arn:aws:sso:::permissionSet/ssoins-1/ps-1", "Administrator"),
                                ACCOUNT,
                                group),
                        Instant.parse("2026-03-02T09:00:00Z"),
                        true,
                        Duration.ofHours(1)),
                new EntraActivities.RemovableJob(application, Optional.empty()),
                new IamActivities.RemovableProvider(
                        new IamActivities.Named(ACCOUNT, "AmazonConnect", "ours"),
                        List.of(Sha256.of("one"), Sha256.of("two")),
                        Optional.of(role())),
                new IamActivities.RemovablePolicy(
                        new IamActivities.Named(ACCOUNT, "AmazonConnectFederation", "ours"),
                        List.of("{}"),
                        Optional.empty()),
                role(),
                new IdentityCenterActivities.Assignment(center, "arn:aws:sso::1:application/1", group),
                new IdentityCenterActivities.AccountAssignment(
                        center, new IdentityCenterActivities.PermissionSet("arn:1", "Administrator"), ACCOUNT, group));
    }

    private static ConnectActivities.RemovableUser user() {
        return new ConnectActivities.RemovableUser(
                new ConnectActivities.InstanceKey(PLACE, new InstanceId("5f0d3c4e-8d7b-4b0e-9c54-2f7c1a9e6b10")),
                new Username("ada@example.com"),
                "ours");
    }

    private static ConnectActivities.Alias alias() {
        return new ConnectActivities.Alias(PLACE, "acme", "ours");
    }

    private static IamActivities.RemovableRole role() {
        return new IamActivities.RemovableRole(
                new IamActivities.Named(ACCOUNT, "AmazonConnectFederation", "ours"),
                "arn:aws:iam::222222222222:role/AmazonConnectFederation",
                "arn:aws:iam::222222222222:policy/AmazonConnectFederation",
                List.of("{}"),
                Optional.of("AROA1"));
    }

    private static String type(Method method) {
        String name = method.getName();
        return method.getDeclaringClass().getAnnotation(ActivityInterface.class).namePrefix()
                + Character.toUpperCase(name.charAt(0))
                + name.substring(1);
    }

    private static Class<?> record(Method method) {
        Type list = method.getGenericParameterTypes()[0];
        return (Class<?>) ((ParameterizedType) list).getActualTypeArguments()[0];
    }

    private static List<Method> removals() throws Exception {
        return activities().stream()
                .filter(method -> method.isAnnotationPresent(Removes.class))
                .toList();
    }

    /** The methods of all activity interfaces of this package, as they were compiled. */
    private static List<Method> activities() throws URISyntaxException, ClassNotFoundException {
        File classes = new File(Removals.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        String name = Removals.class.getPackageName();
        List<Method> methods = new ArrayList<>();
        for (String file : Objects.requireNonNull(new File(classes, name.replace('.', '/')).list())) {
            if (file.endsWith("Activities.class")) {
                Class<?> system = Class.forName(name + "." + file.replace(".class", ""));
                methods.addAll(Arrays.asList(system.getMethods()));
            }
        }
        return methods;
    }
}
