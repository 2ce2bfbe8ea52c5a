import CallJournal
import CallModel

extension CallRuntime {
    /// Ends the work of the process in order: nothing new is taken (webhooks are told `busy`), requests that are under
    /// way may be answered, everything becomes durable, and the clean end is noted. The runtime is of no use afterwards.
    /// - Parameter timeout: seconds for the service to answer; what is not answered then is for the next process.
    public func drain(timeout: Double = 5) async {
        CrashPoint.reached(.drainBegun)
        isDraining.withLockedValue { $0 = true }
        await withTaskGroup(of: Void.self) { group in
            for shard in shards {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        shard.hop { $0.drain(timeout: timeout) { continuation.resume() } }
                    }
                }
            }
        }
        CrashPoint.reached(.drained)
        do {
            try await journal.finish(at: parts.clock.now())
        } catch {
            parts.logger.error("the journal could not be closed in order", metadata: ["reason": "\(error)"])
        }
    }
}

extension Shard {
    /// Takes nothing new; calls `completion` once nothing is under way, or the time is up and everything is durable.
    func drain(timeout: Double, completion: @escaping @Sendable () -> Void) {
        guard closing == .open else { return completion() }
        closing = .draining
        whenDrained = completion
        _ = parts.clock.schedule(at: parts.clock.now() + timeout, on: loop) {
            self.hop { shard in
                shard.close()
                shard.lookWhetherDrained()
            }
        }
        lookWhetherDrained()
    }

    /// Called when an answer or a commit has come.
    func lookWhetherDrained() {
        guard let whenDrained, writes == 0,
            closing == .closed || unanswered.requests == 0 && web.isEmpty && busy.isEmpty
        else {
            return
        }
        close()
        self.whenDrained = nil
        whenDrained()
    }

    /// Takes nothing any more; who waits for a session that did not come back learns it.
    private func close() {
        guard closing != .closed else { return }
        closing = .closed
        for session in sessions.values { session.settleAll(.busy("the process is about to end")) }
    }
}
