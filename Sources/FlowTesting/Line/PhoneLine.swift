import CallEmulator

/// Phones and calls on the service's side, for one story. Numbers and raw ids name phones, the emulator's ids name calls.
protocol PhoneLine: AnyObject, Sendable {
    /// - Returns: the call.
    func dial(from number: String, _ request: DialRequest) throws -> String
    /// - Returns: the call.
    func enter(_ number: String, groupCallID: String?, roomID: String?) throws -> String
    func press(_ keys: String, on number: String) throws
    func say(_ text: String, on number: String) throws
    func hangUp(_ number: String) throws
    func pickUp(_ number: String) throws
    func setPhone(_ number: String, whenRung reaction: RingReaction) throws
    /// Nil when nobody has named the phone and it was never in a call.
    func standing(ofPhone number: String) throws -> PhoneStanding?
    func standing(ofCall id: String) throws -> CallStanding
    func timeline(ofCall id: String, after: Int) throws -> [TimelineEntry]
    /// Oldest first.
    func callIDs() throws -> [String]
}
