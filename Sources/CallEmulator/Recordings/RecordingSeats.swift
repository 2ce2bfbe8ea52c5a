import CallAudio
import CallModel
import Foundation

/// Who of a call has which channel of a recording, and how high everybody hums.
struct RecordingSeats {
    private let seats: [String: Int]
    private let application: String?
    /// How many channels there are.
    let channels: Int

    /// First as asked for, then in the order of coming; the application has the channel of whom it speaks for, or the one
    /// after all others. Who comes after five shares the last.
    init(
        _ settings: StartRecordingAction, _ call: Call, _ entries: some Sequence<TimelineEntry>, application: String?
    ) {
        let most = PCM.channelLimit.upperBound
        var seats: [String: Int] = [:]
        var taken: Set<Int> = []
        func take(_ who: String, _ wanted: Int?) {
            guard seats[who] == nil else { return }
            let free = (0..<most).first { !taken.contains($0) } ?? most - 1
            let seat = wanted.flatMap { (0..<most).contains($0) && !taken.contains($0) ? $0 : nil } ?? free
            seats[who] = seat
            taken.insert(seat)
        }
        for affinity in settings.channelAffinity { take(affinity.participant.rawID, affinity.channel) }
        for participant in settings.channelOrder { take(participant.rawID, nil) }
        for entry in entries { entry.details["phone"]?.stringValue.map { take($0, nil) } }
        take(call.caller.rawID, nil)
        if let callee = call.callee { take(callee.rawID, nil) }
        take(application ?? "", nil)
        (self.seats, self.application) = (seats, application)
        channels = (taken.max() ?? 0) + 1
    }

    /// The channel of somebody; nil is the application.
    func channel(of who: String?) -> Int { seats[who ?? application ?? ""] ?? channels - 1 }

    /// In hertz: everybody hums at a height of their own, the application lowest.
    func pitch(of who: String?) -> Double {
        guard let who, let seat = seats[who] else { return 110 }
        return 137.5 * pow(1.25, Double(seat % 5))
    }
}
