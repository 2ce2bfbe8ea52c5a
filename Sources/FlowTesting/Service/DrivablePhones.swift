import CallEmulator

/// The phones that the tester plays itself at a real service, and what they can do there. What they cannot is refused by
/// name; in the rehearsal too, so that nobody is rung for a case that is left out anyway.
struct DrivablePhones: Sendable {
    /// Numbers of the resource that the tester may call from and answer.
    let numbers: Set<String>
    /// All numbers of the resource, where they are known; empty where they are not.
    var owned: Set<String> = []

    /// Refuses phones of people.
    func check(_ number: String) throws(StageFault) {
        guard numbers.contains(number) else { throw .undrivable("the phone \(number) is not among --phones") }
    }

    /// Refuses calls to others than the application, and what cannot be sent along.
    func check(_ request: DialRequest) throws(StageFault) {
        guard owned.isEmpty || owned.contains(request.to) || numbers.contains(request.to) else {
            throw .undrivable("a call to \(request.to), which is not among --owned-number")
        }
        if let context = request.customContext, context != .object([:]) {
            throw .undrivable("a call with a custom context: only a preview of the service takes one")
        }
    }

    /// Refuses what no phone can be told to do when it is rung.
    func check(_ reaction: RingReaction) throws(StageFault) {
        switch reaction {
        case .answer, .decline, .busy, .noAnswer: return
        case .unreachable: throw .undrivable("a phone that is switched off")
        case .invalidNumber: throw .undrivable("a number that no carrier knows")
        }
    }

    /// Refuses to enter group calls and rooms.
    static let joining = StageFault.undrivable("a phone that joins a group call or a room by itself")
}
