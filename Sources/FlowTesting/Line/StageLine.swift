import CallAutomation
import CallEmulator
import CallModel

/// The pretend service as a stage has it: at hand in the same process, or over HTTP. One thread uses it, the one that
/// drives the stage.
protocol StageLine: PhoneLine {
    // MARK: - Time

    /// When the service has something to do next; nil when it waits for others only. Right after `rest` gave false.
    var nextDeadline: Double? { get }
    /// Lets the service do what is due now, which may be later than the last time.
    func advance() throws
    /// Waits for what is on its way between here and the service, if anything can be.
    /// - Returns: whether something came. If not, nothing will before time passes.
    func rest() throws -> Bool

    // MARK: - The wire

    /// Brings one try of a request to the service.
    /// - Parameter told: is called on the stage's loop, at most once.
    func carry(
        _ exchange: VirtualExchange, told: @escaping @Sendable (RetryPolicy.Outcome, SendResult) -> Void)
    /// The file of a recording; nil when there is none.
    func recordingFile(_ id: String) throws -> RecordingFacts?
    /// Deletes it; false when there is none.
    func deleteRecording(_ id: String) throws -> Bool
    /// From now on other things go wrong.
    func setFaults(_ settings: FaultSettings, seed: UInt64) throws
    /// The stage has come to its end.
    func end()
}

/// What a file of a recording is, whatever is in it.
struct RecordingFacts: Sendable {
    var bytes: Int
    var sha256: String
}
