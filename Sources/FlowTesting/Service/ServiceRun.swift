import CallRuntime
import NIOCore
import NIOPosix

/// Cases at a real service, one after the other in real time, with phones that are numbers of the resource.
///
/// `start` it, let a server connect to the same resource with `publicURL`, and with its journal and its logger noted in
/// `book`, `play`, and `stop` it.
public final class ServiceRun: Sendable {
    /// What the server's sessions do.
    public let book: LiveBook
    /// How the service reaches this process; the server's addresses begin with it, too.
    public let publicURL: String
    private let settings: ServiceSettings
    private let time: LiveTime
    private let group: MultiThreadedEventLoopGroup
    private let server: PlainServer
    private let front: ServiceFront
    private let way: ServiceWay

    /// Listens for what the service sends.
    public static func start(_ settings: ServiceSettings) async throws -> ServiceRun {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let front = ServiceFront(settings, on: group.next())
        do {
            let server = try await PlainServer.start(on: group, host: settings.host, port: settings.port) {
                front.take($0, answer: $1)
            }
            do {
                return try ServiceRun(settings, group, server, front)
            } catch {
                await server.stop()
                throw error
            }
        } catch {
            await front.stop()
            try? await group.shutdownGracefully()
            throw error
        }
    }

    private init(
        _ settings: ServiceSettings, _ group: MultiThreadedEventLoopGroup, _ server: PlainServer,
        _ front: ServiceFront
    ) throws {
        let clock = ShiftedClock(offset: 0)
        (self.settings, self.group, self.server, self.front) = (settings, group, server, front)
        time = LiveTime(loop: group.next(), clock: clock)
        book = LiveBook(now: { clock.now() })
        publicURL = settings.publicURL ?? server.address
        way = try ServiceWay(settings, publicURL: publicURL, on: time.loop)
        front.open(way)
    }

    /// Plays the cases of a plan and waits.
    /// - Parameters:
    ///   - port: where the server of `runtime` listens on this machine.
    ///   - told: is told of each case as it ends.
    /// - Returns: the results of all cases, in the order of the suite.
    public func play(
        _ plan: ServicePlan, on runtime: CallRuntime, port: Int,
        told: @escaping @Sendable (SpecResult) -> Void = { _ in }
    ) async -> [SpecResult] {
        front.serve(port)
        var results = plan.results
        for (number, (index, part)) in plan.parts.enumerated() where !Task.isCancelled {
            let begin = ContinuousClock.now
            let outcome = await play(part, number + 1, on: runtime)
            let took = (ContinuousClock.now - begin) / .seconds(1)
            results[index] = SpecResult(spec: part.spec, outcome: outcome, took: took, virtualSeconds: took)
            told(results[index])
        }
        return results
    }

    private func play(_ part: LivePart, _ number: Int, on runtime: CallRuntime) async -> SpecResult.Outcome {
        let line = ServiceLine(
            story: number, loop: time.loop, time: time, way: way, drivable: settings.drivable, book: book)
        front.connect(line)
        let outcome = await withCheckedContinuation { continuation in
            time.loop.execute { [time, book, settings] in
                let kept = NIOLoopBoundBox<ServiceCase?>(nil, eventLoop: time.loop)
                let played = ServiceCase(
                    number, part, on: line, runtime: runtime, book: book, patience: settings.patience
                ) { outcome in
                    kept.value = nil
                    continuation.resume(returning: outcome)
                }
                kept.value = played
                played.begin()
            }
        }
        return switch outcome {
        case .passed: .passed
        case .failed(let failure): .failed(failure)
        case .skipped(let reason): .skipped(reason)
        }
    }

    /// Lets go of everything; whoever is still in a call hangs up first.
    public func stop() async {
        if let line = front.line {
            try? await time.loop.submit { line.end() }.get()
            let limit = ContinuousClock.now + .seconds(settings.patience)
            while ContinuousClock.now < limit, (try? await time.loop.submit { line.isQuiet }.get()) == false {
                try? await Task.sleep(for: .milliseconds(20))
            }
        }
        await server.stop()
        await way.client.shutdown()
        await front.stop()
        try? await group.shutdownGracefully()
    }
}
