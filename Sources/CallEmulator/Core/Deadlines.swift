/// What the core has to do later.
enum Alarm: Sendable, Equatable {
    /// Somebody who is rung makes up his mind, or the patience of the caller ends.
    case invitation(call: String, id: String)
    /// A leg gets its media.
    case connect(leg: String)
    /// The prompt or the timeout of the running media operation is over.
    case media(leg: String, MediaLane)
    /// A key that the application presses is heard.
    case tone(leg: String)
    /// The phone presses a key.
    case key(phone: String, call: String, Key)
    /// What somebody said is understood by whoever transcribes it.
    case transcript(leg: String, EmulatorCore.Transcript)
    /// The phone says something.
    case speech(phone: String, call: String, String)
    /// The phone says what it has left to say, since nothing goes on.
    case talk(phone: String, call: String)
    /// The file of a recording is ready.
    case recordingFile(String)
    /// The phone ends the call, because its script says so, or because nothing happened for a while.
    case hangUp(phone: String, call: String)
}

/// Alarms by time: set, cancelled by id, taken in order. Equal times go in the order of setting.
struct Deadlines<Alarm: Sendable>: Sendable {
    private var alarms: [Int: Alarm] = [:]
    /// Latest first, so that the next one is taken from the end. Cancelled ones stay until they come up.
    private var queue: [(time: Double, id: Int)] = []
    private var lastID = 0

    mutating func set(_ alarm: Alarm, at time: Double) -> Int {
        lastID += 1
        alarms[lastID] = alarm
        var low = 0
        var high = queue.count
        while low < high {
            let middle = (low + high) / 2
            if queue[middle].time > time { low = middle + 1 } else { high = middle }
        }
        queue.insert((time, lastID), at: low)
        return lastID
    }

    mutating func cancel(_ id: Int?) {
        if let id { alarms[id] = nil }
    }

    /// The time of the next alarm.
    var next: Double? { queue.last { alarms[$0.id] != nil }?.time }

    /// Takes the next alarm when it is due at `time`.
    mutating func take(due time: Double) -> (time: Double, alarm: Alarm)? {
        while let last = queue.last {
            guard let alarm = alarms[last.id] else {
                queue.removeLast()
                continue
            }
            guard last.time <= time else { return nil }
            queue.removeLast()
            alarms[last.id] = nil
            return (last.time, alarm)
        }
        return nil
    }
}
