import ArgumentParser
import CallEmulator
import CallModel
import Foundation
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

    @Option(
        name: .customLong("owned-number"),
        help: ArgumentHelp(
            "A number of the resource: whoever calls it rings the application; may be repeated.",
            discussion: "Without one every number that a phone dials is the application's.", valueName: "+NUMBER"))
    var ownedNumber: [String] = []

    @Option(help: "How much faster than life prompts and keys are.")
    var mediaSpeed = 1.0

    @Option(help: "A file that gets a line of JSON for all that happens, synced before it shows.")
    var ledger: String?

    @Option(help: "How old the first try of a repeated request may be, in seconds.")
    var repeatabilityWindow = 300.0

    @Option(help: "How many seconds the service takes to answer a request.")
    var answerDelay = 0.0

    @Option(help: "How often an event of a call is tried.")
    var callbackTries = 3

    @Option(help: "Seconds between two tries of an event of a call.")
    var callbackRetryDelay = 1.0

    @Option(
        help: ArgumentHelp(
            "Seconds before each further try of an Event Grid event, with commas between.",
            discussion: "Without it one more try follows, after as long as Event Grid waits at least."))
    var gridRetryDelays: String?

    @Flag(help: "End when standard input ends, as it does with the process that started this one.")
    var untilEof = false

    @OptionGroup(title: "Faults and limits") var faultOptions: FaultOptions
    @OptionGroup(title: "TLS") var secureOptions: SecureOptions
    @OptionGroup var logOptions: LogOptions

    func validate() throws {
        guard mediaSpeed > 0, mediaSpeed <= 1_000 else { throw ValidationError("--media-speed is from 0.001 to 1000") }
        guard repeatabilityWindow >= 0, repeatabilityWindow.isFinite else {
            throw ValidationError("--repeatability-window is a number of seconds from 0")
        }
        guard (0...60).contains(answerDelay) else { throw ValidationError("--answer-delay is from 0 to 60") }
        guard (1...100).contains(callbackTries) else { throw ValidationError("--callback-tries is from 1 to 100") }
        guard (0...3_600).contains(callbackRetryDelay) else {
            throw ValidationError("--callback-retry-delay is from 0 to 3600")
        }
        _ = try gridDelays()
        _ = try numbers()
    }

    private func numbers() throws -> [String] {
        try ownedNumber.map { text in
            do { return try PhoneNumber(text).value } catch { throw ValidationError("--owned-number: \(error)") }
        }
    }

    private func openLedger() throws -> LedgerFile? {
        guard let ledger else { return nil }
        do throws(ControlError) {
            return try LedgerFile(path: ledger)
        } catch {
            throw Console.fail(.failure, error.message)
        }
    }

    private func gridDelays() throws -> [Double]? {
        try gridRetryDelays?.split(separator: ",").map { text in
            guard let seconds = Double(text), (0...86_400).contains(seconds) else {
                throw ValidationError("--grid-retry-delays are seconds from 0 to 86400, such as 10,30")
            }
            return seconds
        }
    }

    func run() async throws {
        let logger = logOptions.logger()
        var settings = EmulatorConfiguration()
        settings.port = port
        settings.mediaSpeed = mediaSpeed
        settings.subscriptions = subscribe.map { GridSubscription(endpoint: $0) }
        settings.repeatabilityWindow = repeatabilityWindow
        settings.answerDelay = answerDelay
        settings.callbackTries = callbackTries
        settings.callbackRetryDelay = callbackRetryDelay
        settings.gridRetryDelays = try gridDelays()
        settings.ownedNumbers = try numbers()
        try faultOptions.apply(to: &settings)
        try secureOptions.apply(to: &settings)
        let book = try openLedger()
        let emulator = try CallEmulator(configuration: settings, logger: logger, ledger: book)
        let address: CallEmulator.Address
        do {
            address = try await emulator.start()
        } catch {
            throw Console.fail(.unavailable, "the emulator cannot listen on port \(port): \(error); try --port 0")
        }
        let line = "endpoint=\(address.url)/;accesskey=\(settings.accessKey)"
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(
                        service: Waiting(ready: line, isUntilEOF: untilEof),
                        successTerminationBehavior: .gracefullyShutdownGroup)
                ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
        await emulator.stop()
        await book?.settledToTheEnd()
        if let fault = book?.fault { throw Console.fail(.failure, "the ledger is not whole: \(fault)") }
    }
}

/// Does nothing until the process shall end. Says that it is ready once signals are minded.
struct Waiting: Service {
    let ready: String
    /// Whether the end of standard input is the end as well.
    let isUntilEOF: Bool

    func run() async throws {
        Console.line(ready)
        guard isUntilEOF else {
            try? await gracefulShutdown()
            return
        }
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try? await gracefulShutdown() }
            tasks.addTask { await Self.endOfInput() }
            await tasks.next()
            tasks.cancelAll()
        }
    }

    /// Reads in a thread of its own: sources of Dispatch for a pipe whose other end goes are not safe here.
    private static func endOfInput() async {
        let (ends, continuation) = AsyncStream<Void>.makeStream()
        Thread.detachNewThread {
            var bytes = [UInt8](repeating: 0, count: 1_024)
            while true {
                let count = read(STDIN_FILENO, &bytes, bytes.count)
                if count == 0 || count < 0 && errno != EINTR { break }
            }
            continuation.finish()
        }
        for await _ in ends {}
    }
}
