import CallJournal
import CallModel
import FlowEngine

/// The memory of a shard's worlds, and the sessions that have them in order of their last use.
struct WorldMemory {
    /// All worlds together, in bytes, as they were when last looked at.
    var total = 0
    /// Counted up with each use of any session.
    var uses = 0
    /// One entry for each session in memory. Its time is a use, maybe not the last: whoever takes it out looks.
    var order = TimerQueue()
}

/// Passivation: above the memory target the sessions that were not used for longest leave memory, but for their heads.
extension Shard {
    /// A session has worked: it is the last to go.
    func isUsed(_ session: ShardSession, _ live: LiveSession) {
        guard parts.settings.memoryTarget != nil else { return }
        memory.uses += 1
        if live.used == 0 { addToOrder(session.id, memory.uses) }
        live.used = memory.uses
        let bytes = live.machine.instance?.memoryBytes ?? 0
        memory.total += bytes - live.bytes
        live.bytes = bytes
    }

    private func addToOrder(_ id: SessionID, _ use: Int) {
        memory.order.add(TimerQueue.Entry(due: Double(use), session: id, number: 0))
        memory.order.compactIfCrowded { sessions[$0.session]?.live != nil }
    }

    /// How many sessions are looked at in one go: those that cannot leave shall not be looked at all the time.
    private static let looks = 64

    /// Lets sessions leave memory until there is room.
    func makeRoom() {
        // What a slice led to comes before its session leaves.
        guard let target = parts.settings.memoryTarget, !isPerforming else { return }
        let share = target / max(1, parts.shardCount)
        guard memory.total > share else { return }
        var (stay, hasLeft, looks) = ([TimerQueue.Entry](), false, 0)
        // A little more than needed, so that the next slice does not ask again.
        while memory.total > share - share / 10, looks < Self.looks, let entry = memory.order.pop(at: .infinity) {
            looks += 1
            guard let session = sessions[entry.session], let live = session.live else { continue }
            if Double(live.used) > entry.due {
                addToOrder(session.id, live.used)
            } else if session.isQuiet, live.replayCost < parts.settings.maxReplayCost {
                passivate(session)
                hasLeft = true
            } else {
                stay.append(entry)
            }
        }
        // Behind the others, which would not be looked at else.
        for entry in stay {
            memory.uses += 1
            sessions[entry.session]?.live?.used = memory.uses
            addToOrder(entry.session, memory.uses)
        }
        if hasLeft { parts.trim.soon() }
    }

    private func passivate(_ session: ShardSession) {
        CrashPoint.reached(.passivated)
        release(session)
        turnPassive(session)
    }
}
