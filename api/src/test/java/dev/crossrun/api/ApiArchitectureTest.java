package dev.crossrun.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import dev.crossrun.runbook.Runbooks;
import io.temporal.client.WorkflowClient;
import org.junit.jupiter.api.Test;

class ApiArchitectureTest {
    static final JavaClasses API = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.crossrun.api");

    @Test
    void seesOfWorkflowsOnlyTheContractAndTheDescriptors() {
        noClasses()
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(
                                "dev.crossrun.engine..", "dev.crossrun.activity..", "dev.crossrun.runbook..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.equivalentTo(Runbooks.class))))
                .check(API);
    }

    @Test
    void hasNoCyclesBetweenItsPackages() {
        SlicesRuleDefinition.slices()
                .matching("dev.crossrun.api.(*)..")
                .should()
                .beFreeOfCycles()
                .check(API);
    }

    @Test
    void updatesAndStartsRunsInOnePlace() {
        noClasses()
                .that()
                .doNotHaveSimpleName("RunClient")
                .should()
                .callMethodWhere(JavaCall.Predicates.target(
                        HasOwner.Predicates.With.owner(JavaClass.Predicates.simpleNameStartingWith("WorkflowStub"))))
                .check(API);
        noClasses()
                .that()
                .doNotHaveSimpleName("RunClient")
                .should()
                .callMethod(WorkflowClient.class, "newWorkflowStub", Class.class, String.class)
                .check(API);
    }
}
