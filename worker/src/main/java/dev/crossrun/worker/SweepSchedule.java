package dev.crossrun.worker;

import dev.crossrun.access.AccessSettings;
import dev.crossrun.access.SweepSettings;
import dev.crossrun.activity.Place;
import dev.crossrun.lease.LeaseSweep;
import dev.crossrun.lease.LeaseSweep.Scope;
import dev.crossrun.run.RunAttributes;
import io.grpc.Status;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleUpdate;
import io.temporal.common.converter.DataConverterException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Temporal Schedule that starts the sweep of leases, as {@code access.sweep} in worker.yml says. */
public final class SweepSchedule {
    public static final String ID = LeaseSweep.SCHEDULE;

    private static final Logger LOG = LoggerFactory.getLogger(SweepSchedule.class);

    /** A sweep that takes longer than its interval is not joined by another one; what was missed is not caught up with. */
    private static final SchedulePolicy POLICY = SchedulePolicy.newBuilder()
            .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
            .setCatchupWindow(Duration.ofMinutes(1))
            .build();

    /** There is no schedule; or this worker may not use schedules, and so has not created one. */
    private static final Set<Status.Code> NONE =
            Set.of(Status.Code.NOT_FOUND, Status.Code.PERMISSION_DENIED, Status.Code.UNIMPLEMENTED);

    private SweepSchedule() {}

    /**
     * Creates, updates or deletes the schedule, so that it is as the settings say. A schedule that is so already is left alone;
     * one that somebody paused stays paused.
     */
    public static void apply(WorkflowClient temporal, AccessSettings access) {
        ScheduleClient schedules = ScheduleClient.newInstance(
                temporal.getWorkflowServiceStubs(),
                ScheduleClientOptions.newBuilder()
                        .setNamespace(temporal.getOptions().getNamespace())
                        .setDataConverter(temporal.getOptions().getDataConverter())
                        .setIdentity(temporal.getOptions().getIdentity())
                        .build());
        access.sweep()
                .ifPresentOrElse(
                        sweep -> put(schedules, spec(sweep), scope(sweep, access)),
                        () -> delete(schedules.getHandle(ID)));
    }

    private static ScheduleSpec spec(SweepSettings sweep) {
        return ScheduleSpec.newBuilder()
                .setIntervals(List.of(new ScheduleIntervalSpec(sweep.every(), Duration.ZERO)))
                .build();
    }

    private static Scope scope(SweepSettings sweep, AccessSettings access) {
        return new Scope(
                new Place(
                        sweep.identityCenter().accountId(),
                        sweep.identityCenter().region()),
                List.copyOf(access.permissionSets().keySet()));
    }

    private static void put(ScheduleClient schedules, ScheduleSpec spec, Scope scope) {
        try {
            schedules.createSchedule(
                    ID,
                    schedule(Schedule.newBuilder(), spec, scope),
                    ScheduleOptions.newBuilder().build());
            LOG.info("Created the schedule {}", ID);
        } catch (ScheduleAlreadyRunningException there) {
            schedules.getHandle(ID).update(input -> {
                Schedule now = input.getDescription().getSchedule();
                if (isAs(now, spec, scope)) {
                    return null; // which updates nothing
                }
                LOG.info("The schedule {} is updated", ID);
                return new ScheduleUpdate(schedule(Schedule.newBuilder(now), spec, scope));
            });
        }
    }

    private static Schedule schedule(Schedule.Builder schedule, ScheduleSpec spec, Scope scope) {
        // without a static summary: the SDK (1.38) cannot read a schedule that has one and no static details
        return schedule.setSpec(spec)
                .setPolicy(POLICY)
                .setAction(ScheduleActionStartWorkflow.newBuilder()
                        .setWorkflowType(LeaseSweep.TYPE)
                        .setArguments(scope)
                        .setOptions(WorkflowOptions.newBuilder()
                                .setWorkflowId(ID)
                                .setTaskQueue(RunAttributes.TASK_QUEUE)
                                .build())
                        .build())
                .build();
    }

    private static boolean isAs(Schedule now, ScheduleSpec spec, Scope scope) {
        return now.getSpec().getIntervals().equals(spec.getIntervals())
                && now.getPolicy().equals(POLICY)
                && now.getAction() instanceof ScheduleActionStartWorkflow action
                && action.getWorkflowType().equals(LeaseSweep.TYPE)
                && action.getOptions().getTaskQueue().equals(RunAttributes.TASK_QUEUE)
                && starts(action, scope);
    }

    private static boolean starts(ScheduleActionStartWorkflow action, Scope scope) {
        try {
            return action.getArguments().get(0, Scope.class).equals(scope);
        } catch (DataConverterException ofAnotherVersion) {
            return false;
        }
    }

    private static void delete(ScheduleHandle schedule) {
        try {
            schedule.delete();
            LOG.info("Deleted the schedule {}", ID);
        } catch (ScheduleException e) {
            if (!NONE.contains(Status.fromThrowable(e).getCode())) {
                throw e;
            }
        }
    }
}
