import CallEmulator
import CallModel

/// Phones and calls of a world of virtual time: the emulator's core is at hand.
extension VirtualStage {
    func dial(from number: String, _ request: DialRequest) throws -> String {
        try service.command { core, now throws(ControlError) in try core.dial(from: number, request, at: now) }.callID
    }

    func enter(_ number: String, groupCallID: String?, roomID: String?) throws -> String {
        try service.command { core, now throws(ControlError) in
            if let roomID { core.makeRoom(roomID) }
            return try core.enter(number, groupCallID: groupCallID, roomID: roomID, at: now)
        }.callID
    }

    func press(_ keys: String, on number: String) throws {
        try service.command { core, now throws(ControlError) in try core.press(keys, on: number, at: now) }
    }

    func say(_ text: String, on number: String) throws {
        try service.command { core, now throws(ControlError) in try core.say(text, on: number, at: now) }
    }

    func hangUp(_ number: String) throws {
        try service.command { core, now throws(ControlError) in try core.hangUp(number, at: now) }
    }

    func pickUp(_ number: String) throws {
        try service.command { core, now throws(ControlError) in try core.pickUp(number, at: now) }
    }

    func setPhone(_ number: String, whenRung reaction: RingReaction) throws {
        try service.command { core, _ throws(ControlError) in try core.setPhone(number, whenRung: reaction) }
    }

    func standing(ofPhone number: String) -> PhoneStanding? { service.read { $0.standing(ofPhone: number) } }

    func standing(ofCall id: String) throws -> CallStanding {
        try service.read { core throws(ControlError) in try core.standing(ofCall: id) }
    }

    func timeline(ofCall id: String, after: Int) throws -> [TimelineEntry] {
        try service.read { core throws(ControlError) in try core.timeline(of: id, after: after).entries }
    }

    func callIDs() -> [String] { service.read(\.callIDs) }

    var keyGap: Double { settings.emulator.keyGap / settings.emulator.mediaSpeed }
}
