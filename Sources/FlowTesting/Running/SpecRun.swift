import CallEmulator
import Foundation
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// Runs the cases of a suite, on as many threads as asked for; each case is a world of its own.
public struct SpecRun: Sendable {
    /// The cases.
    public var suite: SpecSuite
    /// Only cases whose file or name contains one of these; empty takes all.
    public var filters: [String] = []
    /// What the random numbers of every case follow from.
    public var seed: UInt64 = 1
    /// Whether each case is run once more for each of its waits, with a kill of the process there.
    public var crashesEverywhere = false
    /// What goes wrong at the service in further runs of each case; empty when nothing does.
    public var faults = FaultSettings()
    /// How many seeds each case is run with when something goes wrong, from `seed` on.
    public var faultSeeds = 1
    /// Whether every session is rebuilt at each of its waits, and compared with what stands in memory.
    public var alwaysReplays = false
    /// Whether cases are left out that do what cannot be done on a line in real time which others use too.
    public var isLive = false
    /// The phones that cases may have and their flows may call; nil when they may have all.
    var phones: DrivablePhones?
    /// How many cases run at a time; as many as there are links, if there are some.
    public var workers = max(1, System.coreCount)
    /// Ways to emulators in other processes, one for each case that runs at a time; empty when each case has the service
    /// at hand.
    public var links: [EmulatorLink] = []

    /// A run of all cases.
    public init(_ suite: SpecSuite) { self.suite = suite }

    /// How many cases there are to run.
    public var count: Int { jobs.count }

    /// Runs everything and waits.
    /// - Parameter told: is told of each result as it comes, from any thread, one at a time.
    /// - Returns: the results in the order of the suite.
    public func run(told: @escaping @Sendable (SpecResult) -> Void = { _ in }) async -> [SpecResult] {
        let jobs = jobs
        let workers = links.isEmpty ? max(1, workers) : links.count
        let free = NIOLockedValueBox(links)
        let pool = NIOThreadPool(numberOfThreads: min(workers, max(1, jobs.count)))
        pool.start()
        let results = NIOLockedValueBox<[SpecResult?]>(Array(repeating: nil, count: jobs.count))
        await withTaskGroup(of: Void.self) { group in
            for (index, job) in jobs.enumerated() {
                group.addTask {
                    let result = try? await pool.runIfActive {
                        let link = free.withLockedValue { $0.popLast() }
                        defer { if let link { free.withLockedValue { $0.append(link) } } }
                        return job.runner.run(job.number, job.spec, over: link)
                    }
                    results.withLockedValue { results in
                        results[index] = result
                        if let result { told(result) }
                    }
                }
            }
        }
        try? await pool.shutdownGracefully()
        return results.withLockedValue { $0.compactMap { $0 } }
    }

    private struct Job: Sendable {
        let runner: CaseRunner
        let number: Int
        let spec: SpecCase
    }

    private var jobs: [Job] {
        suite.entries.flatMap { entry -> [Job] in
            let onlySome = entry.cases.contains { $0.options.isOnly }
            var runner = CaseRunner(
                file: entry.file, generation: entry.generation,
                plan: CaseRunner.Plan(
                    seed: seed, crashesEverywhere: crashesEverywhere, faults: faults, faultSeeds: faultSeeds,
                    alwaysReplays: alwaysReplays, isLive: isLive, phones: phones))
            if let coverage = suite.coverage {
                runner.heard = { coverage.add($0, except: entry.givenFlows) }
            }
            return entry.cases.enumerated().compactMap { number, spec in
                guard isWanted(spec), !onlySome || spec.options.isOnly else { return nil }
                return Job(runner: runner, number: number, spec: spec)
            }
        }
    }

    private func isWanted(_ spec: SpecCase) -> Bool {
        filters.isEmpty || filters.contains { spec.file.contains($0) || spec.name.contains($0) }
    }
}
