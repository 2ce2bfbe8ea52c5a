import ArgumentParser
import CallAutomation
import CallServer
import Foundation

struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run flows against the service.",
        discussion: """
            The service must be able to reach --public-url. Subscribe Event Grid's IncomingCall to
            PUBLIC-URL/events/incoming (add ?secret=… when you set one).

              export ACS_CONNECTION_STRING='endpoint=https://…;accesskey=…'
              hookswitch run flows --public-url https://calls.example.com --incoming-secret s3cret

            Calls are kept in the store while they run: after a crash or a restart they go on where they were. One
            process at a time may use a store; another is refused with exit code 74.
            """)

    @Argument(help: "The folder with the flows.")
    var flows: String

    @Option(help: "How the service reaches this server. (HOOKSWITCH_PUBLIC_URL)")
    var publicURL: String?

    @Option(help: "The resource. (HOOKSWITCH_CONNECTION_STRING, ACS_CONNECTION_STRING)")
    var connectionString: String?

    @Option(help: "The resource's address, with --bearer-token-file in place of a connection string.")
    var endpoint: String?

    @Option(help: "A file that always holds a fresh bearer token; read for each request.")
    var bearerTokenFile: String?

    @Option(help: "The address to listen on. (HOOKSWITCH_HOST)")
    var host: String?

    @Option(help: "The port to listen on. (HOOKSWITCH_PORT)")
    var port: Int?

    @Option(help: "What Event Grid's address must carry as ?secret=…. (HOOKSWITCH_INCOMING_SECRET)")
    var incomingSecret: String?

    @Option(help: "What operators send as bearer token to /v1; without one, loopback only. (HOOKSWITCH_ADMIN_TOKEN)")
    var adminToken: String?

    @Option(help: "The folder for recordings that flows download. (HOOKSWITCH_RECORDINGS)")
    var recordings: String?

    @Option(help: "A folder for the sound of calls that flows want in files. (HOOKSWITCH_STREAMS)")
    var streams: String?

    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var flowOptions: FlowOptions
    @OptionGroup var logOptions: LogOptions

    func run() async throws {
        let logger = logOptions.logger()
        let publicURL = try Settings.publicURL(publicURL, of: "server")
        var server = CallServerConfiguration()
        server.host = host ?? Settings.variable("HOST") ?? "0.0.0.0"
        server.port = port ?? Settings.variable("PORT").flatMap(Int.init) ?? 8080
        server.incomingSecret = incomingSecret ?? Settings.variable("INCOMING_SECRET")
        server.adminToken = adminToken ?? Settings.variable("ADMIN_TOKEN")
        server.streamsFolder = streams ?? Settings.variable("STREAMS")
        let (address, credential) = try service()
        let node = Node(
            flows: flows, environment: try flowOptions.environment(), server: server, endpoint: address,
            credential: credential, recordings: recordings ?? Settings.variable("RECORDINGS"), publicURL: publicURL,
            store: try storeOptions.settings(usual: .sqlite(path: "hookswitch.db")), logger: logger,
            web: try flowOptions.web.settings())
        try await node.mapped {
            try await node.run { port in
                logger.info(
                    "ready",
                    metadata: ["port": "\(port)", "flows": "\(flows)", "store": "\(node.store.address)"])
            }
        }
    }

    private func service() throws -> (String, ServiceCredential) {
        if let bearerTokenFile {
            guard let endpoint else { throw Console.fail(.usage, "--bearer-token-file goes with --endpoint https://…") }
            return (
                endpoint,
                .bearer {
                    (try? String(contentsOfFile: bearerTokenFile, encoding: .utf8))?
                        .trimmingCharacters(in: .whitespacesAndNewlines)
                }
            )
        }
        let resource = try Settings.resource(connectionString)
        return (resource.endpoint, .accessKey(resource.accessKey))
    }
}
