package dev.crossrun.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.entra.EntraTenant;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.NewCompany;
import dev.crossrun.simulator.world.SamlApplication;
import dev.crossrun.simulator.world.World;
import java.util.List;
import java.util.Optional;

/** The pinned runs that are aborted. */
final class GoldenUndoCases {
    private GoldenUndoCases() {}

    static void leftAsItIs(GoldenStage stage) {
        WholeRun whole = stage.newCompany(request -> {});
        stage.at(GoldenStage.APPROVAL, whole.run::approve).at(WholeRun.METADATA, whole::handInMetadata);
        stage.record().view("waiting").undo("waiting");
        stage.then(() -> abort(whole.run, "LEAVE"));
    }

    static void beforeSourceChange(GoldenStage stage) {
        WholeRun whole = stage.newCompany(request -> {});
        stage.at(GoldenStage.APPROVAL, whole.run::approve).at(WholeRun.METADATA, whole::handInMetadata);
        undone(stage, whole.run);
    }

    static void afterSourceChange(GoldenStage stage) {
        WholeRun whole = stage.newCompany(request -> {});
        FederationRun run = whole.run;
        GoldenCases.changeSource(stage, whole);
        GoldenCases.addApplication(stage, run);
        undone(stage, run);
    }

    /** Somebody replaced the role and took the group's access away; the policy was somebody else's from the beginning. */
    static void withOthersChanges(GoldenStage stage) {
        FederationRun run =
                stage.existingInstance(request -> request.putArray("adopt").add("federation-policy"));
        stage.at(GoldenStage.APPROVAL, run::approve);
        GoldenCases.addApplication(stage, run).at(WholeRun.SETTINGS, () -> GoldenCases.map(run, WholeRun.SETTINGS));
        run.simulator.faults().add(InjectedFault.now(Kind.REPLACE_RESOURCE, FederationRun.ROLE_ARN));
        takeAccessAway(run.identityCenter());
        undone(stage, run);
    }

    private static void takeAccessAway(IdentityCenter center) {
        for (SamlApplication application : center.applications().all()) {
            SamlApplication without = application;
            for (SamlApplication.Assignment assignment : application.assignments()) {
                without = without.unassign(assignment);
            }
            center.applications().put(application.arn(), without);
        }
    }

    /** Connect refuses to delete agents; an administrator keeps them, and with them their instance. */
    static void butAgents(GoldenStage stage) {
        WholeRun whole = stage.newCompany(request -> {});
        FederationRun run = whole.run;
        stage.at(GoldenStage.APPROVAL, run::approve);
        run.simulator
                .faults()
                .add(InjectedFault.of("connect:DeleteUser", Kind.ACCESS_DENIED).forEver());
        undone(stage, run);
        ObjectNode keep = FederationRun.object("skip").put("reason", "legal hold");
        stage.answer(run.sam, "connect-agents.decision.1", keep);
    }

    static void plantApplication(World world) {
        new NewCompany().plant(world);
        world.entra()
                .orElseThrow()
                .create(EntraTenant.IDENTITY_CENTER_TEMPLATE, "Sign-in", List.of(ContactCenter.CLIENT_ID));
    }

    static void adoptedApplication(GoldenStage stage) {
        WholeRun whole = stage.newCompany(request -> {
            request.putArray("adopt").add("entra-application");
            ((ObjectNode) request.get("entra")).put("applicationName", "Sign-in");
        });
        stage.at(GoldenStage.APPROVAL, whole.run::approve).at(WholeRun.METADATA, whole::handInMetadata);
        undone(stage, whole.run);
    }

    /** Aborts, keeps the preview of the undo, and confirms it. */
    private static void undone(GoldenStage stage, FederationRun run) {
        stage.then(() -> abort(run, "UNDO"));
        stage.record().undo("preview");
        stage.answer(run.lee, FederationRun.UNDO, FederationRun.object("undo"));
    }

    private static void abort(FederationRun run, String effects) {
        JsonNode abort =
                JsonNodeFactory.instance.objectNode().put("effects", effects).put("comment", "not today");
        run.sam.post(run.path + "/abort", abort, Optional.empty());
    }
}
