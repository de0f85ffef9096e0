package dev.crossrun.simulator.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.saml.SigningKey;
import dev.crossrun.simulator.saml.SigningKeys;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.SamlApplication;
import dev.crossrun.simulator.world.World;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Identity Center's pages "Add application" and "Applications: Customer managed". */
public final class ApplicationConsole {

    private static final Set<String> FIELDS = fields();

    /** As many pages may be open as administrators would forget. */
    private static final int MOST_DRAFTS = 100;

    private final World world;
    private final SigningKeys keys;
    private final ConsoleCenter console;
    private final Map<String, SamlApplication> drafts = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SamlApplication> eldest) {
            return size() > MOST_DRAFTS;
        }
    };

    /** The pages of one world. */
    public ApplicationConsole(World world) {
        this.world = world;
        this.keys = world.signingKeys();
        this.console = new ConsoleCenter(world);
    }

    private static Set<String> fields() {
        Set<String> fields = new HashSet<>(ConfigurationForm.FIELDS);
        fields.addAll(Set.of("catalog", "displayName", "description"));
        return Set.copyOf(fields);
    }

    /** The applications, in the order of their creation. */
    public List<SamlApplication> list() {
        return console.center().applications().all();
    }

    /** An application by its {@code ins-} or {@code apl-} id. */
    public SamlApplication show(ConsoleRequest request) {
        return console.application(request);
    }

    /**
     * "Add application" up to the page "Configure application": the application has its id and its certificate, and is
     * not there before {@link #submit}.
     *
     * @param catalog the name of the catalog's application, or {@code custom}
     */
    public SamlApplication begin(String catalog) {
        CatalogApplication chosen = CatalogApplication.of(catalog);
        IdentityCenter center = console.center();
        String id = world.ids().hex(16);
        SamlApplication draft = new SamlApplication(
                "ins-" + id,
                "arn:aws:sso::" + center.ownerAccountId() + ":application/" + center.instanceId() + "/apl-" + id,
                chosen.providerArn(),
                chosen.title(),
                chosen.title(),
                true,
                world.now(),
                chosen.presets(),
                chosen.presetMappings(),
                keys.forIdentityCenterApplication(),
                List.of());
        drafts.put(draft.instanceId(), draft);
        return draft;
    }

    /** An application whose page "Configure application" is open. */
    public SamlApplication begun(ConsoleRequest request) {
        String id = request.parameter("application");
        return Optional.ofNullable(drafts.get(id))
                .orElseThrow(() -> ConsoleException.notFound("The page of application " + id));
    }

    /** "Submit": the application is there, as filled in. */
    public SamlApplication submit(ConsoleRequest request, SamlApplication draft) {
        request.onlyFields(FIELDS);
        String name = request.text("displayName").orElse(draft.displayName());
        if (name.length() > 100) {
            throw ConsoleException.invalid("Display name must have at most 100 characters");
        }
        SamlApplication added = draft.named(name, request.text("description").orElse(draft.description()), world.now())
                .withConfiguration(ConfigurationForm.edit(draft.configuration(), request));
        drafts.remove(draft.instanceId());
        console.save(added);
        recordAdded(request, added);
        return added;
    }

    /** The wizard from the catalog to Submit in one. */
    SamlApplication add(ConsoleRequest request) {
        request.onlyFields(FIELDS);
        return submit(request, begin(request.required("catalog")));
    }

    private void recordAdded(ConsoleRequest request, SamlApplication added) {
        ObjectNode parameters = JsonNodeFactory.instance.objectNode();
        parameters.put("name", added.displayName()).put("description", added.description());
        console.record(request, "CreateApplicationInstance", parameters, InternalActions.instance(added));
        console.record(
                request,
                "CreateApplicationInstanceCertificate",
                InternalActions.instance(added),
                InternalActions.certificate(added, added.signingKey()));
        recordConfiguration(request, added);
        recordMappings(request, added);
        recordStatus(request, added);
        console.record(
                request,
                "CreateProfile",
                InternalActions.instance(added).put("name", "Default"),
                JsonNodeFactory.instance.objectNode());
    }

    /** "Edit configuration". */
    public SamlApplication configure(ConsoleRequest request) {
        request.onlyFields(ConfigurationForm.FIELDS);
        SamlApplication before = console.application(request);
        SamlApplication after = before.withConfiguration(ConfigurationForm.edit(before.configuration(), request));
        console.save(after);
        recordConfiguration(request, after);
        return after;
    }

    /** "Edit attribute mappings". */
    public SamlApplication mapAttributes(ConsoleRequest request) {
        SamlApplication after = console.application(request).withAttributeMappings(MappingForm.read(request));
        console.save(after);
        recordMappings(request, after);
        return after;
    }

    /** Enables or disables the application. */
    public SamlApplication changeStatus(ConsoleRequest request) {
        request.onlyFields(Set.of("status"));
        String status = request.required("status");
        if (!Set.of("ENABLED", "DISABLED").contains(status)) {
            throw ConsoleException.invalid("status is ENABLED or DISABLED");
        }
        SamlApplication after = console.application(request).withEnabled(status.equals("ENABLED"));
        console.save(after);
        recordStatus(request, after);
        return after;
    }

    /** "Manage certificate": makes a new one and sets it active; who trusts the old one is not told. */
    public SamlApplication rotateCertificate(ConsoleRequest request) {
        SigningKey key = keys.forIdentityCenterApplication();
        SamlApplication after = console.application(request).withSigningKey(key);
        console.save(after);
        console.record(
                request,
                "CreateApplicationInstanceCertificate",
                InternalActions.instance(after),
                InternalActions.certificate(after, key));
        console.record(request, "UpdateApplicationInstanceActiveCertificate", InternalActions.certificate(after, key));
        return after;
    }

    /** "Remove". */
    public SamlApplication delete(ConsoleRequest request) {
        SamlApplication application = console.application(request);
        console.center().applications().remove(application.arn());
        console.record(request, "DeleteApplicationInstance", InternalActions.instance(application));
        return application;
    }

    private void recordConfiguration(ConsoleRequest request, SamlApplication application) {
        console.record(
                request,
                "UpdateApplicationInstanceServiceProviderConfiguration",
                InternalActions.serviceProvider(application));
        console.record(
                request, "UpdateApplicationInstanceResponseConfiguration", InternalActions.response(application));
    }

    private void recordMappings(ConsoleRequest request, SamlApplication application) {
        console.record(
                request,
                "UpdateApplicationInstanceResponseSchemaConfiguration",
                InternalActions.responseSchema(application));
    }

    private void recordStatus(ConsoleRequest request, SamlApplication application) {
        console.record(
                request,
                "UpdateApplicationInstanceStatus",
                InternalActions.instance(application).put("status", application.enabled() ? "ENABLED" : "DISABLED"));
    }
}
