import CallJournal

/// How long journals are kept, and what of them.
public struct RetentionSettings: Sendable {
    /// Seconds that a finished session is kept.
    public var keepFinished = 168.0 * 3_600
    /// Taken out of journals once their sessions have finished; nil leaves them as they are.
    public var redaction: FieldRedaction?
    /// Seconds from one sweep to the next.
    public var interval = 60.0
    /// Seconds after which generations that no session names go although no session went; until then one can roll back.
    public var collectInterval = 24.0 * 3_600
    /// Sessions that are removed or redacted in one step; between two steps others have their turn.
    public var step = 100

    /// A week, and no redaction.
    public init() {}
}
