package dev.crossrun.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.activity.CloudTrailActivities;
import dev.crossrun.activity.ConnectActivities;
import dev.crossrun.activity.IamActivities;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.OrganizationsActivities;
import dev.crossrun.activity.SamlActivities;
import dev.crossrun.activity.StsActivities;
import dev.crossrun.run.StepDefinition;
import io.temporal.common.metadata.POJOActivityInterfaceMetadata;
import io.temporal.common.metadata.POJOActivityMethodMetadata;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FederationStepTest {
    @Test
    void everyActivityTypeBelongsToExactlyOneStep() {
        List<String> types = Stream.of(
                        StsActivities.class,
                        OrganizationsActivities.class,
                        IdentityCenterActivities.class,
                        ConnectActivities.class,
                        IamActivities.class,
                        CloudTrailActivities.class,
                        SamlActivities.class)
                .flatMap(type -> POJOActivityInterfaceMetadata.newInstance(type).getMethodsMetadata().stream())
                .map(POJOActivityMethodMetadata::getActivityTypeName)
                .toList();
        assertThat(FederationStep.catalogue())
                .flatExtracting(StepDefinition::activityTypes)
                .containsExactlyInAnyOrderElementsOf(types);
    }

    @Test
    void everyStepDependsOnStepsBeforeItAlone() {
        Set<String> before = new HashSet<>();
        for (StepDefinition step : FederationStep.catalogue()) {
            assertThat(before).containsAll(step.dependsOn());
            before.add(step.id());
        }
    }
}
