package dev.crossrun.runbook.connect;

import dev.crossrun.engine.ApprovalStep;
import dev.crossrun.engine.Procedure;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.Step;
import dev.crossrun.run.Runbook;
import java.util.List;

/** The descriptor of {@code connect-federation}: all that a process has to know in order to offer it. */
public final class ConnectFederation {
    public static final String NAME = "connect-federation";

    static final int REVISION = 1;

    private static final String BREAK_GLASS =
            "Before you approve: make sure that somebody can sign in to the IAM Identity Center account and to the Connect"
                    + " account without IAM Identity Center, for example with an IAM user.";

    public static final Runbook<ConnectFederationRequest> RUNBOOK = new Runbook<>(
            NAME,
            "Federate Amazon Connect with Microsoft Entra ID",
            "Puts an Amazon Connect instance behind the company's Entra sign-in, through AWS IAM Identity Center, up to a"
                    + " proven sign-in",
            "0.2.0",
            REVISION,
            "ConnectFederation",
            ConnectFederationRequest.class,
            RequestFaults::of,
            ConnectFederationRequest::accounts,
            () -> new Runbook.Code(
                    List.of(ConnectFederationWorkflowImpl.class),
                    Procedure.catalogue(REVISION, ConnectFederation::steps)));

    private ConnectFederation() {}

    /** The steps, in the order of the procedure. */
    static List<Step<?>> steps(RunInput<ConnectFederationRequest> input) {
        EntraSeen entra = new EntraSeen(input);
        ConnectSeen connect = new ConnectSeen(input);
        AskedOfIam asked = new AskedOfIam(input);
        FederationPreflight seen = new FederationPreflight(input, connect, entra);
        ApprovalStep approval = new ApprovalStep("ALL", BREAK_GLASS, seen);

        EntraApplicationStep application = new EntraApplicationStep(input, entra, approval);
        EntraSamlModeStep samlMode = new EntraSamlModeStep(input, entra, application);
        EntraSigningCertificateStep certificate = new EntraSigningCertificateStep(input, entra, application, samlMode);
        EntraAssignmentsStep assignments = new EntraAssignmentsStep(input, entra, application);
        EntraMetadataStep entraMetadata = new EntraMetadataStep(input, application, certificate);
        IdentityCenterMetadataStep centerMetadata = new IdentityCenterMetadataStep(input, seen, approval);
        EntraSpMetadataStep serviceProvider =
                new EntraSpMetadataStep(input, entra, application, samlMode, centerMetadata);
        IdentitySourceStep source =
                new IdentitySourceStep(input, seen, application, entraMetadata, centerMetadata, serviceProvider);
        ScimTokenStep token = new ScimTokenStep(input, approval, source);
        EntraProvisioningStep provisioning =
                new EntraProvisioningStep(input, entra, seen, application, assignments, token);
        AccountAccessStep accountAccess = new AccountAccessStep(input, seen, source, provisioning);

        ConnectInstanceStep instance = new ConnectInstanceStep(input, connect, approval);
        ConnectAgentsStep agents = new ConnectAgentsStep(input, connect, instance);

        ConnectApplicationStep connectApplication =
                new ConnectApplicationStep(input, seen, entraMetadata, centerMetadata, source, instance);
        SamlProviderStep provider = new SamlProviderStep(input, asked, connectApplication);
        FederationPolicyStep policy = new FederationPolicyStep(input, asked, instance);
        FederationRoleStep role = new FederationRoleStep(input, asked, provider, policy);
        AccessSimulationStep simulation = new AccessSimulationStep(input, instance, role);
        ApplicationSettingsStep settings = new ApplicationSettingsStep(input, seen, instance, connectApplication, role);
        ApplicationAccessStep applicationAccess =
                new ApplicationAccessStep(input, seen, connectApplication, provisioning);
        SignInStep signIn = new SignInStep(
                input,
                seen,
                entra,
                application,
                instance,
                connectApplication,
                List.of(simulation, settings, applicationAccess, assignments, agents));
        OutcomeStep outcome = new OutcomeStep(
                input,
                seen,
                new OutcomeStep.Sources(
                        entraMetadata, centerMetadata, source, instance, connectApplication, provider, policy, role),
                signIn,
                accountAccess);

        return List.of(
                seen,
                approval,
                application,
                samlMode,
                certificate,
                assignments,
                entraMetadata,
                centerMetadata,
                serviceProvider,
                source,
                token,
                provisioning,
                accountAccess,
                instance,
                agents,
                connectApplication,
                provider,
                policy,
                role,
                simulation,
                settings,
                applicationAccess,
                signIn,
                outcome);
    }
}
