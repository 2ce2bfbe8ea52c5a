import ArgumentParser
import CallEmulator
import ServiceLifecycle

struct Emulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run only the emulator of the service.",
        discussion: """
            Official SDKs can talk to it: give them the address and the key that are printed.

              hookswitch emulate --port 8081 --subscribe http://127.0.0.1:8080/events/incoming
            """)

    @Option(help: "The port; 0 takes a free one.")
    var port = 8081

    @Option(help: "Addresses that get IncomingCall events, as Event Grid sends them; may be repeated.")
    var subscribe: [String] = []

    @Option(help: "How much faster than life prompts and keys are.")
    var mediaSpeed = 1.0

    @OptionGroup var logOptions: LogOptions

    func validate() throws {
        guard mediaSpeed > 0, mediaSpeed <= 1_000 else { throw ValidationError("--media-speed is from 0.001 to 1000") }
    }

    func run() async throws {
        let logger = logOptions.logger()
        var settings = EmulatorConfiguration()
        settings.port = port
        settings.mediaSpeed = mediaSpeed
        settings.subscriptions = subscribe.map { GridSubscription(endpoint: $0) }
        let emulator = try CallEmulator(configuration: settings, logger: logger)
        let address: CallEmulator.Address
        do {
            address = try await emulator.start()
        } catch {
            throw Console.fail(.unavailable, "the emulator cannot listen on port \(port): \(error); try --port 0")
        }
        let line = "endpoint=\(address.url)/;accesskey=\(settings.accessKey)"
        let group = ServiceGroup(
            services: [Waiting(ready: line)], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        try await group.run()
        await emulator.stop()
    }
}

/// Does nothing until the process shall end. Says that it is ready once signals are minded.
struct Waiting: Service {
    let ready: String

    func run() async throws {
        Console.line(ready)
        try? await gracefulShutdown()
    }
}
