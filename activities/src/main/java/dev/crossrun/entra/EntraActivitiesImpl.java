package dev.crossrun.entra;

import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.ItemResult;
import dev.crossrun.activity.UndoPass;
import dev.crossrun.batch.ItemByItem;
import dev.crossrun.batch.ItemByItem.Work;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Removal;
import dev.crossrun.temporal.SealingKeys;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Microsoft Entra. */
public final class EntraActivitiesImpl implements EntraActivities {
    private final EntraDirectory directory;
    private final EntraApplications applications;
    private final EntraApplicationRemoval removal;
    private final EntraSamlModes modes;
    private final EntraSignOn signOn;
    private final EntraAssignments assignments;
    private final EntraJobs jobs;
    private final MetadataDownload metadata;
    private final EntraSignInLog signIns;
    private final Clock clock;

    public EntraActivitiesImpl(EntraTenants tenants, SealingKeys keys, Clock clock) {
        this.directory = new EntraDirectory(tenants);
        this.applications = new EntraApplications(tenants, clock);
        this.removal = new EntraApplicationRemoval(tenants, applications, clock);
        this.modes = new EntraSamlModes(tenants);
        this.signOn = new EntraSignOn(tenants, clock);
        this.assignments = new EntraAssignments(tenants);
        this.jobs = new EntraJobs(tenants, keys);
        this.metadata = new MetadataDownload(tenants);
        this.signIns = new EntraSignInLog(tenants);
        this.clock = clock;
    }

    @Override
    public Grants grants(String tenantId) {
        return directory.grants(tenantId);
    }

    @Override
    public People findPeople(PeopleQuery query) {
        return GraphPermission.DIRECTORY.neededBy(() -> directory.find(query));
    }

    @Override
    public Found findApplication(NamedApplication application) {
        return GraphPermission.APPLICATION.neededBy(() -> applications.find(application));
    }

    @Override
    public Application describeApplication(KnownApplication application) {
        return GraphPermission.APPLICATION.neededBy(() -> applications.describe(application));
    }

    @Override
    public Application putApplication(NamedApplication application, Optional<Application> made) {
        return GraphPermission.APPLICATION.neededBy(() -> applications.put(application, made));
    }

    @Override
    public void awaitApplication(Application application, Optional<String> mark) {
        GraphPermission.APPLICATION.neededOn(application, clock, () -> applications.await(application, mark));
    }

    @Override
    public Found findSamlMode(SamlMode wanted) {
        return GraphPermission.APPLICATION.neededBy(() -> modes.find(wanted));
    }

    @Override
    public SamlMode setSamlMode(SamlMode mode) {
        GraphPermission.APPLICATION.neededOn(mode.application(), clock, () -> modes.set(mode));
        return mode;
    }

    @Override
    public Found findSigningCertificate(Application application) {
        return GraphPermission.APPLICATION.neededBy(() -> signOn.findCertificate(application));
    }

    @Override
    public ActiveCertificate putSigningCertificate(SigningCertificate certificate) {
        return GraphPermission.APPLICATION.neededOn(
                certificate.application(), clock, () -> signOn.putCertificate(certificate));
    }

    @Override
    public List<Found> findAssignments(List<Assignment> wanted) {
        return GraphPermission.ASSIGNMENT.neededBy(() -> assignments.find(wanted));
    }

    @Override
    public List<ItemResult> assign(List<Assignment> wanted) {
        return assignments.assign(wanted);
    }

    @Override
    public List<String> assigned(Application application) {
        return GraphPermission.ASSIGNMENT.neededBy(() -> assignments.assigned(application));
    }

    @Override
    public Document downloadMetadata(MetadataQuery query) {
        return metadata.of(query);
    }

    @Override
    public Found findServiceProvider(ServiceProvider provider) {
        return GraphPermission.APPLICATION.neededBy(() -> signOn.findServiceProvider(provider));
    }

    @Override
    public ServiceProvider setServiceProvider(ServiceProvider provider) {
        GraphPermission.APPLICATION.neededOn(provider.application(), clock, () -> signOn.setServiceProvider(provider));
        return provider;
    }

    @Override
    public Found findJob(Application application) {
        return GraphPermission.PROVISIONING.neededBy(() -> jobs.find(application));
    }

    @Override
    public String putJob(WantedJob job) {
        return GraphPermission.PROVISIONING.neededOn(job.application(), clock, () -> jobs.put(job));
    }

    @Override
    public void connectJob(JobConnection connection) {
        GraphPermission.PROVISIONING.neededOn(connection.job().application(), clock, () -> jobs.connect(connection));
    }

    @Override
    public void startJob(Job job) {
        GraphPermission.PROVISIONING.neededOn(job.application(), clock, () -> jobs.start(job));
    }

    @Override
    public List<Provisioned> provisionOnDemand(OnDemand request) {
        return GraphPermission.PROVISIONING.neededBy(() -> jobs.provisionOnDemand(request));
    }

    @Override
    public void awaitCycle(Job job) {
        GraphPermission.PROVISIONING.neededBy(() -> jobs.awaitCycle(job));
    }

    @Override
    public LoggedSignIn awaitSignIn(SignInLookup lookup) {
        return signIns.latest(lookup);
    }

    @Override
    public List<Removal> removeApplications(List<RemovableApplication> removable, UndoPass pass) {
        return remove(
                GraphPermission.APPLICATION,
                removable,
                (application, note) -> removal.of(application, pass.preview(), note));
    }

    @Override
    public List<Removal> unassign(List<Assignment> removable, UndoPass pass) {
        return remove(
                GraphPermission.ASSIGNMENT,
                removable,
                (assignment, note) -> assignments.unassign(assignment, pass.preview()));
    }

    @Override
    public List<Removal> restoreServiceProviders(List<RestorableServiceProvider> providers, UndoPass pass) {
        return remove(
                GraphPermission.APPLICATION,
                providers,
                (provider, note) -> signOn.restoreServiceProvider(provider, pass.preview()));
    }

    @Override
    public List<Removal> restoreSamlModes(List<RestorableSamlMode> restorable, UndoPass pass) {
        return remove(GraphPermission.APPLICATION, restorable, (mode, note) -> modes.restore(mode, pass.preview()));
    }

    @Override
    public List<Removal> removeJobs(List<RemovableJob> removable, UndoPass pass) {
        return remove(GraphPermission.PROVISIONING, removable, (job, note) -> jobs.remove(job, pass.preview()));
    }

    private static <T> List<Removal> remove(GraphPermission permission, List<T> items, Work<T, Removal> work) {
        return ItemByItem.remove(items, (item, note) -> permission.neededBy(() -> work.on(item, note)));
    }
}
