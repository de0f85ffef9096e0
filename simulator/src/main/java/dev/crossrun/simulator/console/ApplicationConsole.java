package dev.crossrun.simulator.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.saml.SigningKey;
import dev.crossrun.simulator.saml.SigningKeys;
import dev.crossrun.simulator.wire.HttpReply;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.SamlApplication;
import dev.crossrun.simulator.world.World;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Identity Center's pages "Add application" and "Applications: Customer managed". */
final class ApplicationConsole {

    private final World world;
    private final SigningKeys keys;
    private final ConsoleCenter console;

    ApplicationConsole(World world, SigningKeys keys) {
        this.world = world;
        this.keys = keys;
        this.console = new ConsoleCenter(world);
    }

    HttpReply list(ConsoleRequest request) {
        ArrayNode applications = JsonNodeFactory.instance.arrayNode();
        IdentityCenter center = console.center();
        center.applications().all().forEach(each -> applications.add(ApplicationView.of(center, each)));
        return ConsoleSurface.json(200, applications);
    }

    HttpReply show(ConsoleRequest request) {
        return page(200, console.application(request));
    }

    /** The wizard from the catalog to Submit: the certificate is made, the rest is as filled in. */
    HttpReply add(ConsoleRequest request) {
        Set<String> fields = new HashSet<>(ConfigurationForm.FIELDS);
        fields.addAll(Set.of("catalog", "displayName", "description"));
        request.onlyFields(fields);
        SamlApplication added = create(request);
        console.save(added);
        recordAdded(request, added);
        return page(201, added);
    }

    private SamlApplication create(ConsoleRequest request) {
        CatalogApplication catalog = CatalogApplication.of(request.required("catalog"));
        IdentityCenter center = console.center();
        String name = request.text("displayName").orElse(catalog.title());
        if (name.length() > 100) {
            throw ConsoleException.invalid("Display name must have at most 100 characters");
        }
        String id = world.ids().hex(16);
        return new SamlApplication(
                "ins-" + id,
                "arn:aws:sso::" + center.ownerAccountId() + ":application/" + center.instanceId() + "/apl-" + id,
                catalog.providerArn(),
                name,
                request.text("description").orElse(catalog.title()),
                true,
                world.now(),
                ConfigurationForm.edit(catalog.presets(), request),
                catalog.presetMappings(),
                keys.forIdentityCenterApplication(),
                List.of());
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
    HttpReply configure(ConsoleRequest request) {
        request.onlyFields(ConfigurationForm.FIELDS);
        SamlApplication before = console.application(request);
        SamlApplication after = before.withConfiguration(ConfigurationForm.edit(before.configuration(), request));
        console.save(after);
        recordConfiguration(request, after);
        return page(200, after);
    }

    /** "Edit attribute mappings". */
    HttpReply mapAttributes(ConsoleRequest request) {
        SamlApplication after = console.application(request).withAttributeMappings(MappingForm.read(request));
        console.save(after);
        recordMappings(request, after);
        return page(200, after);
    }

    /** Enables or disables the application. */
    HttpReply changeStatus(ConsoleRequest request) {
        request.onlyFields(Set.of("status"));
        String status = request.required("status");
        if (!Set.of("ENABLED", "DISABLED").contains(status)) {
            throw ConsoleException.invalid("status is ENABLED or DISABLED");
        }
        SamlApplication after = console.application(request).withEnabled(status.equals("ENABLED"));
        console.save(after);
        recordStatus(request, after);
        return page(200, after);
    }

    /** "Manage certificate": makes a new one and sets it active; who trusts the old one is not told. */
    HttpReply rotateCertificate(ConsoleRequest request) {
        SigningKey key = keys.forIdentityCenterApplication();
        SamlApplication after = console.application(request).withSigningKey(key);
        console.save(after);
        console.record(
                request,
                "CreateApplicationInstanceCertificate",
                InternalActions.instance(after),
                InternalActions.certificate(after, key));
        console.record(request, "UpdateApplicationInstanceActiveCertificate", InternalActions.certificate(after, key));
        return page(200, after);
    }

    HttpReply delete(ConsoleRequest request) {
        SamlApplication application = console.application(request);
        console.center().applications().remove(application.arn());
        console.record(request, "DeleteApplicationInstance", InternalActions.instance(application));
        return ConsoleSurface.json(200, InternalActions.instance(application));
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

    private HttpReply page(int status, SamlApplication application) {
        return ConsoleSurface.json(status, ApplicationView.of(console.center(), application));
    }
}
