// bench-server ROW SINK-PORT SESSIONS PATHS-FILE [STORE]
//
// Serves one row of the table on a free port over a store (memory: or sqlite:PATH), and says "ready PORT" when it may be driven. The callback paths of live
// sessions stand in PATHS-FILE by then.
import CallJournal
import CallModel
import CallRuntime
import CallServer
import FlowEngine
import Foundation
import Hummingbird
import Logging
import NIOCore
import NIOPosix

let words = Array(CommandLine.arguments.dropFirst())
guard (4...5).contains(words.count), let row = Row(rawValue: words[0]), let sink = Int(words[1]),
    let sessions = Int(words[2])
else {
    print("bench-server ROW SINK-PORT SESSIONS PATHS-FILE [STORE]")
    print("rows: " + Row.allCases.map(\.rawValue).joined(separator: " "))
    exit(64)
}
let group = MultiThreadedEventLoopGroup(numberOfThreads: System.coreCount)

/// Tells the script.
@Sendable func ready(_ port: Int?) {
    print("ready \(port ?? 0)")
    fflush(nil)
}

// A stopped session is told as an error, thirty times a second.
var logger = row == .spinning ? Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() } : Logger(label: "bench")
logger.logLevel = .error

if row == .hummingbird {
    let router = Router()
    router.post("events/**") { _, _ in HTTPResponse.Status.ok }
    let application = Application(
        router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
        onServerRunning: { channel in ready(channel.localAddress?.port) },
        eventLoopGroupProvider: .shared(group), logger: logger)
    try await application.run()
} else {
    let loops = group.makeIterator().map { $0 as any EventLoop }
    let watcher = WatchingSender(
        try row.sender(endpoint: "http://127.0.0.1:\(sink)", loops: loops, group: group))
    let runtime = CallRuntime(
        loops: loops, journal: try JournalStore.open(StoreAddress(words.count > 4 ? words[4] : "memory:")),
        sender: watcher,
        addresses: CallbackAddresses(publicURL: "http://127.0.0.1", secret: Array("bench".utf8)), logger: logger)
    let loaded = await runtime.generations.load(FlowSources(files: ["bench.lua": Array(row.flow.utf8)]), at: 0)
    if case .refused(let problems) = loaded {
        print("the flow does not load: \(problems)")
        exit(1)
    }
    if row.needsSessions {
        let paths = try await LiveSessions(runtime: runtime, loops: loops, watcher: watcher).start(sessions)
        try paths.joined(separator: "\n").write(toFile: words[3], atomically: true, encoding: .utf8)
    }
    if row == .spinning { Spinner(runtime: runtime).spin() }
    var configuration = CallServerConfiguration()
    configuration.port = 0
    try await CallServer(runtime: runtime, configuration: configuration, logger: logger)
        .run(on: group) { port in ready(port) }
}
