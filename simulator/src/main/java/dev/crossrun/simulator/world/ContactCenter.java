package dev.crossrun.simulator.world;

import dev.crossrun.simulator.entra.AppRoleAssignment;
import dev.crossrun.simulator.entra.EntraApplication;
import dev.crossrun.simulator.entra.EntraApplication.AppRole;
import dev.crossrun.simulator.entra.EntraTenant;
import dev.crossrun.simulator.entra.EntraUser;
import dev.crossrun.simulator.entra.GraphClient;
import dev.crossrun.simulator.entra.ServicePrincipal;
import dev.crossrun.simulator.saml.EntraMetadata;
import dev.crossrun.simulator.saml.SigningKeys;
import dev.crossrun.simulator.world.ConnectInstance.IdentityManagementType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The company of the demo and the tests: Identity Center in its management account, a Connect instance in an
 * internal-services account, an account for customer support, and a tooling account whose worker may enter these. The worker's roles have exactly the
 * permissions that a user of Crossrun is told to grant.
 */
public final class ContactCenter implements Seed {
    public static final String MANAGEMENT_ACCOUNT = "111111111111";
    public static final String CONNECT_ACCOUNT = "222222222222";
    public static final String TOOLING_ACCOUNT = "333333333333";

    /** A second account of the contact center, without a Connect instance yet. */
    public static final String SUPPORT_ACCOUNT = "444444444444";

    public static final String IDENTITY_CENTER_REGION = "eu-west-1";
    public static final String CONNECT_REGION = "eu-central-1";
    public static final String INSTANCE_ARN = "arn:aws:sso:::instance/ssoins-7223b8f4c1d2e3a4";
    public static final String IDENTITY_STORE_ID = "d-9367051c2a";
    public static final String ACCESS_KEY_ID = "AKIACROSSRUNDEMO0001";
    public static final String SECRET_ACCESS_KEY = "demoSecretOfTheCrossrunWorker/NotForReal";
    public static final String WORKER_USER = "crossrun-worker";
    public static final String EXTERNAL_ID = "crossrun-demo";
    public static final String ROLE_NAME = "crossrun";
    public static final String CONNECT_INSTANCE_ID = "5f0d3c4e-8d7b-4b0e-9c54-2f7c1a9e6b10";
    public static final String CONNECT_INSTANCE_ALIAS = "acme-contact";
    public static final String MANAGED_INSTANCE_ID = "0b9a6f27-51c4-4d0f-8a3e-6c2d9e7f1a35";

    /** Codes of the quotas "Amazon Connect instances per account" and "Users per instance". */
    public static final List<String> QUOTA_CODES = List.of("L-AA17A6B9", "L-9A46857E");

    public static final String TENANT_ID = "8500cad3-193d-48a6-8d00-c129b114dc10";
    public static final String ENTRA_APPLICATION_ID = "17cad0e7-cd2b-4e51-a75d-ba810f3e4045";
    public static final String CLIENT_ID = "0d6c1f3a-52be-4b0f-9a07-c6f1d2a9e844";
    public static final String CLIENT_SECRET = "demo~Secret.OfTheCrossrunWorker-NotForReal";

    private static final String EVENT_HISTORY = """
            {
              "Version": "2012-10-17",
              "Statement": [
                {"Sid": "EventHistory", "Effect": "Allow", "Action": "cloudtrail:LookupEvents", "Resource": "*"}
              ]
            }""";

    @Override
    public void plant(World world) {
        plantAccounts(world);
        plantIdentityCenter(world);
        plantConnect(world);
        plantEntra(world);
    }

    /** The organization, its accounts and the worker's roles in them. */
    static void plantAccounts(World world) {
        world.createOrganization("o-a1b2c3d4e5", MANAGEMENT_ACCOUNT);
        world.createAccount(MANAGEMENT_ACCOUNT, "acme-management");
        world.createAccount(CONNECT_ACCOUNT, "internal-services");
        world.createAccount(TOOLING_ACCOUNT, "tooling");
        world.createAccount(SUPPORT_ACCOUNT, "customer-support");
        plantWorker(world);
    }

    /** The tenant with its people, and the worker's own application with its permissions. */
    static EntraTenant plantTenant(World world) {
        EntraTenant tenant = world.createTenant(TENANT_ID);
        tenant.add(new GraphClient(
                CLIENT_ID,
                CLIENT_SECRET,
                Set.of(
                        "Application.ReadWrite.OwnedBy",
                        "Application.Read.All",
                        "AppRoleAssignment.ReadWrite.All",
                        "AuditLog.Read.All",
                        "Synchronization.ReadWrite.All",
                        "User.ReadBasic.All",
                        "GroupMember.Read.All")));
        EntraUser ada = tenant.addUser("ada@example.com", "ada@example.com", "Ada", "Lovelace");
        EntraUser grace = tenant.addUser("grace@example.com", "grace@example.com", "Grace", "Hopper");
        EntraUser alan = tenant.addUser("alan@example.com", "alan@example.com", "Alan", "Turing");
        tenant.addUser("mallory@example.com", "mallory@example.com", "Mallory", "Malone");
        tenant.addGroup("Contact Center Agents", ada, grace);
        tenant.addGroup("Contact Center Admins", alan);
        return tenant;
    }

    /** Entra is in front of Identity Center already, by an application that somebody made by hand. */
    private static void plantEntra(World world) {
        EntraTenant tenant = plantTenant(world);
        IdentityCenter center = world.identityCenter().orElseThrow();
        ServicePrincipal.TokenSigningKey key = new ServicePrincipal.TokenSigningKey(
                world.ids().uuid(), world.ids().uuid(), world.signingKeys().create(SigningKeys.ENTRA_APPLICATION, 3));
        String role = world.ids().uuid();
        List<AppRole> roles = List.of(new AppRole(role, "User", Optional.empty(), true));
        ServicePrincipal principal = new ServicePrincipal(
                world.ids().uuid(),
                ENTRA_APPLICATION_ID,
                "AWS IAM Identity Center",
                roles,
                Optional.of("saml"),
                List.of(),
                List.of(key),
                Optional.of(key.thumbprint()),
                List.of(),
                Map.of());
        String application = world.ids().uuid();
        tenant.applications()
                .plant(
                        application,
                        new EntraApplication(
                                application,
                                ENTRA_APPLICATION_ID,
                                principal.displayName(),
                                Optional.of(EntraTenant.IDENTITY_CENTER_TEMPLATE),
                                List.of(center.entityId()),
                                List.of(center.acsUrl()),
                                List.of(),
                                List.of(),
                                world.now(),
                                roles,
                                Map.of()));
        tenant.servicePrincipals().plant(principal.id(), principal);
        for (EntraUser user : tenant.users()) {
            String id = world.ids().uuid();
            tenant.assignments()
                    .plant(id, new AppRoleAssignment(id, principal.id(), user.id(), "User", role, world.now()));
        }
        center.source()
                .changeTo(EntraMetadata.ofApplication(TENANT_ID, key.key(), List.of())
                        .substring(1));
    }

    private static void plantWorker(World world) {
        Iam tooling = world.requireAccount(TOOLING_ACCOUNT).iam();
        tooling.createUser(WORKER_USER, ACCESS_KEY_ID, SECRET_ACCESS_KEY, resource("/iam/worker.json"));
        String trust = resource("/iam/trust.json");
        Iam management = world.requireAccount(MANAGEMENT_ACCOUNT).iam();
        management.plantRole(ROLE_NAME, trust, resource("/iam/identity-center-account.json"));
        Iam connect = world.requireAccount(CONNECT_ACCOUNT).iam();
        String connectPolicy = resource("/iam/connect-account.json");
        connect.plantRole(ROLE_NAME, trust, connectPolicy);
        Iam support = world.requireAccount(SUPPORT_ACCOUNT).iam();
        support.plantRole(ROLE_NAME, trust, connectPolicy.replace(CONNECT_ACCOUNT, SUPPORT_ACCOUNT));
    }

    /** Identity Center without people, with a permission set. */
    static IdentityCenter plantEmptyIdentityCenter(World world) {
        IdentityCenter center =
                world.enableIdentityCenter(MANAGEMENT_ACCOUNT, IDENTITY_CENTER_REGION, INSTANCE_ARN, IDENTITY_STORE_ID);
        center.plantPermissionSet(
                "ConnectAdministrator",
                "PT8H",
                new PermissionSet.Policies(
                        Optional.of(EVENT_HISTORY),
                        List.of(
                                "arn:aws:iam::aws:policy/AmazonConnect_FullAccess",
                                "arn:aws:iam::aws:policy/IAMReadOnlyAccess"),
                        List.of()));
        return center;
    }

    private static void plantIdentityCenter(World world) {
        IdentityCenter center = plantEmptyIdentityCenter(world);
        DirectoryUser ada = center.plantUser("ada@example.com", "ada@example.com", "Ada", "Lovelace");
        DirectoryUser grace = center.plantUser("grace@example.com", "grace@example.com", "Grace", "Hopper");
        center.plantUser("mallory@example.com", "mallory@example.com", "Mallory", "Malone");
        DirectoryGroup agents = center.plantGroup("Contact Center Agents");
        center.plantGroup("Contact Center Admins");
        center.addMember(agents.id(), ada.id());
        center.addMember(agents.id(), grace.id());
    }

    private static void plantConnect(World world) {
        Account account = world.requireAccount(CONNECT_ACCOUNT);
        ConnectInstance instance = new ConnectInstance(
                world,
                CONNECT_ACCOUNT,
                CONNECT_REGION,
                CONNECT_INSTANCE_ID,
                CONNECT_INSTANCE_ALIAS,
                IdentityManagementType.SAML);
        instance.plantUser("ada@example.com", "Ada", "Lovelace");
        instance.plantUser("grace@example.com", "Grace", "Hopper");
        account.add(instance);
        account.add(new ConnectInstance(
                world,
                CONNECT_ACCOUNT,
                CONNECT_REGION,
                MANAGED_INSTANCE_ID,
                "acme-backoffice",
                IdentityManagementType.CONNECT_MANAGED));
        account.applyQuota(CONNECT_REGION, QUOTA_CODES.get(0), 2);
        account.applyQuota(CONNECT_REGION, QUOTA_CODES.get(1), 500);
    }

    private static String resource(String path) {
        try (InputStream in = ContactCenter.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("Not on the classpath: " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
