import ArgumentParser
import CallAutomation
import CallEmulator
import CallServer
import Foundation

struct Dev: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run flows and an emulator of the service in one process, on this machine only.",
        discussion: """
            Edit a flow and save it: the next call runs it, and calls that are up finish on what they began with.
            A broken edit changes nothing and is reported with its line; what 'hookswitch check' finds in an edit and not
            in the one before is logged.

              hookswitch dev flows
              hookswitch call --to +18005550199 --press 1      # in another terminal
            """)

    @Argument(help: "The folder with the flows.")
    var flows: String

    @Option(help: "The runtime's port; 0 takes a free one.")
    var port = 8080

    @Option(help: "The emulator's port; 0 takes a free one.")
    var emulatorPort = 8081

    @Option(help: "How much faster than life prompts and keys are.")
    var mediaSpeed = 1.0

    @Option(help: "The folder for recordings that flows download. (HOOKSWITCH_RECORDINGS)")
    var recordings = Settings.variable("RECORDINGS") ?? "recordings"

    @Option(help: "A folder for the sound of calls that flows want in files. (HOOKSWITCH_STREAMS)")
    var streams: String?

    @Option(help: ArgumentHelp("Writes the two addresses to a file once both serve.", visibility: .hidden))
    var readyFile: String?

    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var flowOptions: FlowOptions
    @OptionGroup var logOptions: LogOptions

    func validate() throws {
        guard mediaSpeed > 0, mediaSpeed <= 1_000 else { throw ValidationError("--media-speed is from 0.001 to 1000") }
    }

    func run() async throws {
        let logger = logOptions.logger()
        let environment = try flowOptions.environment()
        let store = try storeOptions.settings(usual: .memory)
        var settings = EmulatorConfiguration()
        settings.port = emulatorPort
        // As at the service: a flow that would run into its quota does so here.
        settings.concurrentOutboundCallsPerNumber = environment.outboundCallsPerNumber
        settings.mediaSpeed = mediaSpeed
        var emulatorLogger = logger
        emulatorLogger.logLevel = max(.warning, logger.logLevel)
        let emulator = try CallEmulator(configuration: settings, logger: emulatorLogger)
        let address: CallEmulator.Address
        do {
            address = try await emulator.start()
        } catch {
            throw Console.fail(
                .unavailable, "the emulator cannot listen on port \(emulatorPort): \(error); try --emulator-port 0")
        }
        var server = CallServerConfiguration()
        server.port = port
        server.streamsFolder = streams ?? Settings.variable("STREAMS")
        let key = try AccessKey(base64: settings.accessKey)
        let check = EditCheck(environment: environment, logger: logger)
        let checking = Task { await check.run() }
        defer { checking.cancel() }
        var node = Node(
            flows: flows, environment: environment, server: server, endpoint: address.url,
            credential: .accessKey(key), recordings: recordings, publicURL: nil, store: store, logger: logger,
            web: try flowOptions.web.settings())
        node.hearsEdit = check.look
        let outcome: Result<Void, any Error>
        do {
            try await node.mapped {
                try await node.run { port in
                    _ = await emulator.subscribe(
                        GridSubscription(endpoint: "http://127.0.0.1:\(port)/events/incoming"))
                    logger.info(
                        "ready",
                        metadata: [
                            "runtime": "http://127.0.0.1:\(port)", "emulator": "\(address.url)", "flows": "\(flows)",
                        ])
                    if let readyFile {
                        try "http://127.0.0.1:\(port) \(address.url)\n".write(
                            toFile: readyFile, atomically: true, encoding: .utf8)
                    }
                }
            }
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        await emulator.stop()
        try outcome.get()
    }
}
