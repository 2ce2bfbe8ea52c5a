import ArgumentParser
import CallJournal
import CallModel
import CallRuntime
import Foundation

/// Where the journal is, for every command that opens one.
struct JournalKeyOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file with the key that seals the store: 32 bytes, as they are, in hexadecimal or in base64. "
                + "(HOOKSWITCH_JOURNAL_KEY_FILE; HOOKSWITCH_JOURNAL_KEY is the key itself)", valueName: "FILE"))
    var journalKeyFile: String?

    /// The key, when there is one.
    func key() throws -> JournalKey? {
        do throws(JournalKey.Fault) {
            if let file = journalKeyFile ?? Settings.variable("JOURNAL_KEY_FILE") { return try JournalKey(file: file) }
            return try Settings.variable("JOURNAL_KEY").map { text throws(JournalKey.Fault) in
                try JournalKey(text: text)
            }
        } catch {
            throw ValidationError(error.description)
        }
    }
}

/// The journal that a server writes, and how long what is in it is kept.
struct StoreOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where calls are kept while they run and after: memory: or sqlite:PATH. 'run' takes sqlite:hookswitch.db, "
                + "'dev' memory:. (HOOKSWITCH_STORE)", valueName: "STORE"))
    var store: String?

    @OptionGroup var journalKey: JournalKeyOption

    @Option(
        help: ArgumentHelp("Finished sessions are kept so long; 168. (HOOKSWITCH_KEEP_FINISHED)", valueName: "HOURS"))
    var keepFinished: Double?

    @Option(
        help: ArgumentHelp(
            "Waiting sessions leave memory above this; they come back with their next event. 0 keeps none. "
                + "(HOOKSWITCH_MEMORY_TARGET)", valueName: "MB"))
    var memoryTarget: Int?

    @Option(
        help: ArgumentHelp(
            "Members of JSON that are taken out of the journals of finished sessions, such as from,to,tones,speech; "
                + "with a journal key they are sealed instead. (HOOKSWITCH_REDACT_FINISHED)", valueName: "NAME,…"))
    var redactFinished: String?

    @Flag(
        help:
            "Every session is rebuilt from its journal at each wait and compared; for tests. (HOOKSWITCH_ALWAYS_REPLAY=1)"
    )
    var alwaysReplay = false

    /// What the options say.
    /// - Parameter usual: the store when none is named.
    func settings(usual: StoreAddress) throws -> StoreSettings {
        var settings = StoreSettings(address: usual, key: try journalKey.key())
        if let text = store ?? Settings.variable("STORE") {
            do throws(StoreAddress.Fault) {
                settings.address = try StoreAddress(text)
            } catch {
                throw ValidationError("--store: \(error)")
            }
        }
        if settings.address == .memory, settings.key != nil {
            throw ValidationError("a journal key seals a store on disk; give --store sqlite:PATH with it")
        }
        if let hours = try number(keepFinished.map { "\($0)" }, "KEEP_FINISHED", "--keep-finished", 0...1_000_000) {
            settings.retention.keepFinished = hours * 3_600
        }
        if let megabytes = try number(memoryTarget.map { "\($0)" }, "MEMORY_TARGET", "--memory-target", 0...16_777_216)
        {
            settings.runtime.memoryTarget = Int(megabytes) << 20
        }
        let names = (redactFinished ?? Settings.variable("REDACT_FINISHED") ?? "").split(separator: ",")
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        if !names.isEmpty { settings.retention.redaction = FieldRedaction(fields: Set(names), key: settings.key) }
        settings.runtime.alwaysReplay = alwaysReplay || Settings.variable("ALWAYS_REPLAY") == "1"
        return settings
    }

    private func number(
        _ flag: String?, _ variable: String, _ name: String, _ bounds: ClosedRange<Double>
    ) throws -> Double? {
        guard let text = flag ?? Settings.variable(variable) else { return nil }
        guard let value = Double(text), bounds.contains(value) else {
            throw ValidationError(
                "\(name) is a number from \(Int(bounds.lowerBound)) to \(Int(bounds.upperBound)), not '\(text)'")
        }
        return value
    }
}

/// What a server needs to know about its journal.
struct StoreSettings {
    var address: StoreAddress
    var key: JournalKey?
    var retention = RetentionSettings()
    var runtime = RuntimeSettings()

    /// Opens the store for the life of the process.
    func open() throws -> any CallJournal { try JournalStore.open(address, key: key) }
}
