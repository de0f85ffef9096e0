package dev.crossrun.entra;

import dev.crossrun.activity.EntraActivities;
import dev.crossrun.run.Document;
import dev.crossrun.run.Found;
import dev.crossrun.temporal.SealingKeys;
import java.time.Clock;
import java.util.List;

/** Microsoft Entra. */
public final class EntraActivitiesImpl implements EntraActivities {
    private final EntraDirectory directory;
    private final EntraApplications applications;
    private final EntraSignOn signOn;
    private final EntraJobs jobs;
    private final MetadataDownload metadata;

    public EntraActivitiesImpl(EntraTenants tenants, SealingKeys keys, Clock clock) {
        this.directory = new EntraDirectory(tenants);
        this.applications = new EntraApplications(tenants, clock);
        this.signOn = new EntraSignOn(tenants, clock);
        this.jobs = new EntraJobs(tenants, keys);
        this.metadata = new MetadataDownload(tenants);
    }

    @Override
    public Grants grants(String tenantId) {
        return directory.grants(tenantId);
    }

    @Override
    public People findPeople(PeopleQuery query) {
        return directory.find(query);
    }

    @Override
    public Found planApplication(NamedApplication application) {
        return applications.find(application);
    }

    @Override
    public Found findApplication(NamedApplication application) {
        return applications.find(application);
    }

    @Override
    public Application describeApplication(KnownApplication application) {
        return applications.describe(application);
    }

    @Override
    public Application putApplication(NamedApplication application) {
        return applications.put(application);
    }

    @Override
    public void awaitApplication(Application application) {
        applications.await(application);
    }

    @Override
    public void setSamlMode(SamlMode mode) {
        signOn.setMode(mode);
    }

    @Override
    public Found findSigningCertificate(Application application) {
        return signOn.findCertificate(application);
    }

    @Override
    public String putSigningCertificate(SigningCertificate certificate) {
        return signOn.putCertificate(certificate);
    }

    @Override
    public Found findAssignment(Assignment assignment) {
        return signOn.findAssignment(assignment);
    }

    @Override
    public void assign(Assignment assignment) {
        signOn.assign(assignment);
    }

    @Override
    public List<String> assigned(Application application) {
        return signOn.assigned(application);
    }

    @Override
    public Document downloadMetadata(MetadataQuery query) {
        return metadata.of(query);
    }

    @Override
    public Found findServiceProvider(ServiceProvider provider) {
        return signOn.findServiceProvider(provider);
    }

    @Override
    public void setServiceProvider(ServiceProvider provider) {
        signOn.setServiceProvider(provider);
    }

    @Override
    public void renewServiceProvider(ServiceProvider provider) {
        signOn.setServiceProvider(provider);
    }

    @Override
    public Found findJob(Application application) {
        return jobs.find(application);
    }

    @Override
    public String putJob(Application application) {
        return jobs.put(application);
    }

    @Override
    public void connectJob(JobConnection connection) {
        jobs.connect(connection);
    }

    @Override
    public void startJob(Job job) {
        jobs.start(job);
    }

    @Override
    public List<Provisioned> provisionOnDemand(OnDemand request) {
        return jobs.provisionOnDemand(request);
    }

    @Override
    public void awaitCycle(Job job) {
        jobs.awaitCycle(job);
    }
}
