package dev.crossrun.standalone;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between modules, seen from where all of them meet. */
class ModuleArrowsTest {
    @Test
    void eachModuleSeesOnlyWhatItMay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.crossrun..")
                .layer("workflows")
                .definedBy(
                        "dev.crossrun.domain..",
                        "dev.crossrun.run..",
                        "dev.crossrun.activity..",
                        "dev.crossrun.engine..",
                        "dev.crossrun.lease",
                        "dev.crossrun.health",
                        "dev.crossrun.timer",
                        "dev.crossrun.runbook..")
                .layer("documents")
                .definedBy("dev.crossrun.saml")
                .layer("temporal")
                .definedBy("dev.crossrun.temporal..")
                .layer("activities")
                .definedBy(
                        "dev.crossrun.access..",
                        "dev.crossrun.aws..",
                        "dev.crossrun.entra..",
                        "dev.crossrun.execution..",
                        "dev.crossrun.saml.activity..",
                        "dev.crossrun.scim..",
                        "dev.crossrun.failure..",
                        "dev.crossrun.batch..",
                        "dev.crossrun.credentials",
                        "dev.crossrun.mail..",
                        "dev.crossrun.ledger..",
                        "dev.crossrun.lease.client..",
                        "dev.crossrun.pace..",
                        "dev.crossrun.webhook..")
                .layer("worker")
                .definedBy("dev.crossrun.worker..")
                .layer("api")
                .definedBy("dev.crossrun.api..")
                .layer("desk")
                .definedBy("dev.crossrun.desk..")
                .layer("simulator")
                .definedBy("dev.crossrun.simulator..")
                .layer("command line")
                .definedBy("dev.crossrun.cli..")
                .layer("standalone")
                .definedBy("dev.crossrun.standalone..")
                .whereLayer("workflows")
                .mayNotAccessAnyLayer()
                .whereLayer("documents")
                .mayOnlyAccessLayers("workflows")
                .whereLayer("temporal")
                .mayOnlyAccessLayers("workflows")
                .whereLayer("activities")
                .mayOnlyAccessLayers("workflows", "documents", "temporal")
                .whereLayer("api")
                .mayOnlyAccessLayers("workflows", "documents", "temporal")
                .whereLayer("desk")
                .mayOnlyAccessLayers("workflows", "api")
                .whereLayer("worker")
                .mayOnlyAccessLayers("workflows", "temporal", "activities")
                .whereLayer("simulator")
                .mayNotAccessAnyLayer()
                .whereLayer("command line")
                .mayNotAccessAnyLayer()
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dev.crossrun"));
    }
}
