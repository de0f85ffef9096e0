package dev.crossrun.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.crossrun.activity.FailureType;
import java.util.Comparator;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whoever is asked about a failure that is not retried is told what would fix it. */
class RemediesTest {
    @Test
    void noActivityFailsForGoodWithoutSayingWhatWouldMendIt() {
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "make a failure that is not retried without a remedy", RemediesTest::lacksRemedy))
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages(
                                "dev.crossrun.access",
                                "dev.crossrun.aws",
                                "dev.crossrun.entra",
                                "dev.crossrun.scim",
                                "dev.crossrun.saml",
                                "dev.crossrun.webhook",
                                "dev.crossrun.mail",
                                "dev.crossrun.runbook",
                                "dev.crossrun.lease",
                                "dev.crossrun.engine"));
    }

    private static boolean lacksRemedy(JavaMethodCall call) {
        return call.getTargetOwner().isEquivalentTo(FailureType.class)
                && call.getName().equals("failure")
                && call.getTarget().getRawParameterTypes().size() == 1
                && type(call).filter(type -> !type.retried()).isPresent();
    }

    /** The constant that was read last before the call. */
    private static Optional<FailureType> type(JavaMethodCall call) {
        return call.getOrigin().getFieldAccesses().stream()
                .filter(access -> access.getTargetOwner().isEquivalentTo(FailureType.class))
                .filter(access -> access.getLineNumber() <= call.getLineNumber())
                .max(Comparator.comparingInt(JavaFieldAccess::getLineNumber))
                .map(access -> FailureType.valueOf(access.getName()));
    }
}
