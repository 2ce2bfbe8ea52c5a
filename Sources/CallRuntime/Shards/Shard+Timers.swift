import CallJournal
import CallModel

/// The timers of sessions, and those by which the shard looks after its sessions.
extension Shard {
    /// What an entry of the queue is for, where it is no timer of a machine (those count from 1).
    enum Mark {
        /// A passive session has a timer that is due.
        static let wake = 0
        /// A call may have been silent for too long.
        static let silence = -1
    }

    func setTimer(_ number: Int, due: Double, of session: ShardSession) {
        guard let live = session.live else { return }
        live.timers[number] = due
        addTimer(number, due: due, of: session.id)
    }

    /// Puts an entry into the queue.
    func addTimer(_ number: Int, due: Double, of id: SessionID) {
        timers.add(TimerQueue.Entry(due: due, session: id, number: number))
        timers.compactIfCrowded { isSet($0) }
        setAlarm()
    }

    /// Whether an entry of the queue still means something.
    private func isSet(_ entry: TimerQueue.Entry) -> Bool {
        guard let session = sessions[entry.session] else { return false }
        switch entry.number {
        case Mark.wake: return session.state == .passive && session.head.due == entry.due
        case Mark.silence: return true
        default: return session.live?.timers[entry.number] == entry.due
        }
    }

    /// How far ahead of its time a timer fires: never, but for the fault that a test plants.
    private var haste: Double { PlantedFault.earlyTimer.isPlanted ? 2 : 0 }

    /// Lets the loop wake us when the next timer is due.
    private func setAlarm() {
        guard let earliest = timers.earliest else { return }
        let due = earliest - haste
        if let alarm {
            guard due < alarm.due else { return }
            alarm.timer.cancel()
        }
        alarm = (due, parts.clock.schedule(at: due, on: loop) { self.hop { $0.alarmRang(due) } })
    }

    private static let firedAtOnce = 64

    private func alarmRang(_ due: Double) {
        guard alarm?.due == due else { return }
        alarm = nil
        // A loop's timer may fire a moment early by our clock; the flow never sees that.
        let now = max(due, parts.clock.now())
        var fired = 0
        // Many that are due at once let others have their turn in between: the alarm rings again at once.
        while fired < Self.firedAtOnce, let entry = timers.pop(at: now + haste) {
            guard isSet(entry), let session = sessions[entry.session] else { continue }
            fired += 1
            switch entry.number {
            case Mark.wake: wake(session, isUrgent: true)
            case Mark.silence: lookForSilence(of: session, at: now)
            default:
                session.live?.timers[entry.number] = nil
                CrashPoint.reached(.timerFired)
                take(.timer(TimerRecord(number: entry.number, due: entry.due)), of: session, at: now)
            }
        }
        setAlarm()
    }
}
