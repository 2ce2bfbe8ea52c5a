import CallEmulator
import CallModel
import CallRuntime
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// A load on a server: stories at a rate, over HTTP in both directions, in real time.
///
/// `start` it, let a server connect to `endpoint` with its journal and its logger noted in `book`, `play`, and `stop` it.
public final class LoadRun: Sendable {
    /// What the server's sessions do.
    public let book: LiveBook
    /// Where the pretend service listens.
    public let endpoint: String
    private let mix: LoadMix
    private let settings: LoadSettings
    private let time: LiveTime
    private let group: MultiThreadedEventLoopGroup
    private let server: PlainServer
    private let door: HTTPDoor
    private let switchboard: NIOLoopBound<Switchboard>

    /// A service that listens, and has no calls.
    /// - Parameter clock: that of the server too.
    public static func start(_ mix: LoadMix, _ settings: LoadSettings, clock: ShiftedClock) async throws -> LoadRun {
        // Stories and their services have one thread for themselves.
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        let book = LiveBook(now: { clock.now() })
        let switchboard = try await loop.submit { NIOLoopBound(Switchboard(book), eventLoop: loop) }.get()
        let server = try await PlainServer.start(on: group) { request, answer in
            switchboard.value.take(request, answer: answer)
        }
        return LoadRun(mix, settings, LiveTime(loop: loop, clock: clock), book, group, server, switchboard)
    }

    private init(
        _ mix: LoadMix, _ settings: LoadSettings, _ time: LiveTime, _ book: LiveBook,
        _ group: MultiThreadedEventLoopGroup, _ server: PlainServer, _ switchboard: NIOLoopBound<Switchboard>
    ) {
        (self.mix, self.settings, self.time, self.book) = (mix, settings, time, book)
        (self.group, self.server, self.switchboard) = (group, server, switchboard)
        endpoint = server.address
        door = HTTPDoor(on: group, book.latencies)
    }

    /// Plays all stories and waits.
    /// - Parameters:
    ///   - webhook: the server's address for Event Grid.
    ///   - told: is told twice a second how it stands.
    public func play(
        on runtime: CallRuntime, webhook: String, told: @escaping @Sendable (LoadProgress) -> Void
    ) async -> LoadReport {
        let machine = MachineUse()
        let (ends, continuation) = AsyncStream<LoadTally>.makeStream()
        time.loop.execute { [self] in
            let last = NIOLoopBoundBox<LoadDriver?>(nil, eventLoop: time.loop)
            let driver = LoadDriver(
                mix, settings, time: time, book: book, door: door, runtime: runtime, webhook: webhook,
                switchboard: switchboard.value,
                told: { progress in
                    machine.sample()
                    told(progress)
                }
            ) {
                if let tally = last.value?.tally { continuation.yield(tally) }
                continuation.finish()
                last.value = nil
            }
            last.value = driver
            driver.tick()
        }
        var tally = LoadTally()
        for await found in ends { tally = found }
        return LoadReport(mix, settings, tally, book, machine.end())
    }

    /// Lets go of everything.
    public func stop() async {
        await server.stop()
        await door.stop()
        try? await group.shutdownGracefully()
    }
}
