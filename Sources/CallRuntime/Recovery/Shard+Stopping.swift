import CallJournal
import CallModel
import FlowEngine
import Logging

/// How a session is stopped that cannot be rebuilt, or whose records the journal refuses: without a world, by a machine
/// that knows its calls from the head and ends them.
extension Shard {
    /// Stops a session that is not in memory, or whose replay went another way; or goes on with ending the calls of one that
    /// was stopped before.
    func stop(_ session: ShardSession, _ report: String, _ reading: RebuildQueue.Reading?) {
        parts.logger.error(
            "a session is stopped",
            metadata: ["session": "\(session.id)", "flow": "\(session.flow)", "report": "\(report)"])
        session.stopReport = report
        session.life += 1
        session.live?.settleAll(.busy(report))
        release(session)
        var begin: BeginRecord?
        if case .begin(let record)? = reading?.records.first?.body { begin = record }
        let generation = reading?.generation ?? session.origin.generation
        let machine = SessionMachine(
            stopped: session.open(begin), settings: generation?.flows[session.flow]?.settings ?? FlowSettings(),
            apiVersion: generation?.environment.apiVersion ?? ServiceVersion.newest,
            context: parts.context, patterns: patterns, attempts: LiveAttempts(random: parts.random))
        settle(session, machine, reading)
        session.state = .resuming
        let slice = machine.stopFromHead(report: report, at: parts.clock.now())
        proceed(slice, of: session, InputReceipt(origin: .stop))
    }
}
