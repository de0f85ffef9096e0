package dev.crossrun;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.temporal.activity.ActivityInterface;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ArchitectureTest {
    static final JavaClasses PROJECT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.crossrun");

    @Test
    void theEngineKnowsNoRunbook() {
        noClasses()
                .that()
                .resideInAPackage("..engine..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..runbook..")
                .check(PROJECT);
    }

    @Test
    void theContractKnowsNeitherEngineNorActivities() {
        noClasses()
                .that()
                .resideInAnyPackage("..run..", "..domain..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..engine..", "..activity..", "..runbook..")
                .check(PROJECT);
    }

    @Test
    void valuesKnowNoTemporal() {
        noClasses()
                .that()
                .resideInAPackage("..domain..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.temporal..")
                .check(PROJECT);
    }

    @Test
    void workflowCodeTouchesNoThreadsFilesOrSockets() {
        noClasses()
                .that()
                .resideInAnyPackage("..engine..", "..runbook..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.file..", "java.util.concurrent..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(LoggerFactory.class) // Temporal's own logger is silent in a replay
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .check(PROJECT);
    }

    @Test
    void workflowCodeTouchesNoClockAndNoChance() {
        noClasses()
                .that()
                .resideInAnyPackage("..engine..", "..runbook..")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(System.class, "getenv")
                .check(PROJECT);
    }

    @Test
    void workflowCodeHasNoMutableStaticFields() {
        noFields()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage("..engine..", "..runbook..")
                .and()
                .areStatic()
                .should()
                .notBeFinal()
                .check(PROJECT);
    }

    @Test
    void activitiesAreInterfacesOfTheActivityPackage() {
        classes()
                .that()
                .areAnnotatedWith(ActivityInterface.class)
                .should()
                .resideInAPackage("..activity..")
                .check(PROJECT);
    }

    @Test
    void packagesHaveNoCycles() {
        SlicesRuleDefinition.slices()
                .matching("dev.crossrun.(*)..")
                .should()
                .beFreeOfCycles()
                .check(PROJECT);
    }
}
