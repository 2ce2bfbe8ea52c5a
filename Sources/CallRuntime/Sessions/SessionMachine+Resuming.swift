import CallJournal
import CallModel

/// What a session does when a process takes it up again.
extension SessionMachine {
    /// A process took the session up.
    func resume(_ record: ResumeRecord) {
        for number in legs.keys.sorted() { pump(number) }
    }
}
