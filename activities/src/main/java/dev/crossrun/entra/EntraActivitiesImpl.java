package dev.crossrun.entra;

import dev.crossrun.activity.EntraActivities;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Removal;
import dev.crossrun.temporal.SealingKeys;
import java.time.Clock;
import java.util.List;

/** Microsoft Entra. */
public final class EntraActivitiesImpl implements EntraActivities {
    private final EntraDirectory directory;
    private final EntraApplications applications;
    private final EntraApplicationRemoval removal;
    private final EntraSignOn signOn;
    private final EntraAssignments assignments;
    private final EntraJobs jobs;
    private final MetadataDownload metadata;

    public EntraActivitiesImpl(EntraTenants tenants, SealingKeys keys, Clock clock) {
        this.directory = new EntraDirectory(tenants);
        this.applications = new EntraApplications(tenants, clock);
        this.removal = new EntraApplicationRemoval(tenants, applications, clock);
        this.signOn = new EntraSignOn(tenants, clock);
        this.assignments = new EntraAssignments(tenants);
        this.jobs = new EntraJobs(tenants, keys);
        this.metadata = new MetadataDownload(tenants);
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
    public Found planApplication(NamedApplication application) {
        return findApplication(application);
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
    public Application putApplication(NamedApplication application) {
        return GraphPermission.APPLICATION.neededBy(() -> applications.put(application));
    }

    @Override
    public void awaitApplication(Application application) {
        GraphPermission.APPLICATION.neededBy(() -> applications.await(application));
    }

    @Override
    public void setSamlMode(SamlMode mode) {
        GraphPermission.APPLICATION.neededBy(() -> signOn.setMode(mode));
    }

    @Override
    public Found planCertificate(Application application) {
        return findSigningCertificate(application);
    }

    @Override
    public Found findSigningCertificate(Application application) {
        return GraphPermission.APPLICATION.neededBy(() -> signOn.findCertificate(application));
    }

    @Override
    public String putSigningCertificate(SigningCertificate certificate) {
        return GraphPermission.APPLICATION.neededBy(() -> signOn.putCertificate(certificate));
    }

    @Override
    public Found findAssignment(Assignment assignment) {
        return GraphPermission.ASSIGNMENT.neededBy(() -> assignments.findAssignment(assignment));
    }

    @Override
    public void assign(Assignment assignment) {
        GraphPermission.ASSIGNMENT.neededBy(() -> assignments.assign(assignment));
    }

    @Override
    public List<String> planAssignments(Application application) {
        return assigned(application);
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
    public void setServiceProvider(ServiceProvider provider) {
        GraphPermission.APPLICATION.neededBy(() -> signOn.setServiceProvider(provider));
    }

    @Override
    public void renewServiceProvider(ServiceProvider provider) {
        GraphPermission.APPLICATION.neededBy(() -> signOn.setServiceProvider(provider));
    }

    @Override
    public Found planJob(Application application) {
        return findJob(application);
    }

    @Override
    public Found findJob(Application application) {
        return GraphPermission.PROVISIONING.neededBy(() -> jobs.find(application));
    }

    @Override
    public String putJob(WantedJob job) {
        return GraphPermission.PROVISIONING.neededBy(() -> jobs.put(job));
    }

    @Override
    public void connectJob(JobConnection connection) {
        GraphPermission.PROVISIONING.neededBy(() -> jobs.connect(connection));
    }

    @Override
    public void startJob(Job job) {
        GraphPermission.PROVISIONING.neededBy(() -> jobs.start(job));
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
    public Removal removeApplication(RemovableApplication application) {
        return GraphPermission.APPLICATION.neededBy(() -> removal.of(application));
    }

    @Override
    public Removal unassign(RemovableAssignment assignment) {
        return GraphPermission.ASSIGNMENT.neededBy(() -> assignments.unassign(assignment));
    }

    @Override
    public Removal restoreServiceProvider(RestorableServiceProvider provider) {
        return GraphPermission.APPLICATION.neededBy(() -> signOn.restoreServiceProvider(provider));
    }

    @Override
    public Removal removeJob(RemovableJob job) {
        return GraphPermission.PROVISIONING.neededBy(() -> jobs.remove(job));
    }
}
