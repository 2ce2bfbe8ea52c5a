import Crypto
import Foundation

/// What a slice may read beside its input and its world: settings of the node, taken once per generation.
public struct FlowEnvironment: Sendable, Equatable {
    /// The values behind `config.NAME`.
    public var config: [String: String]
    /// The AI resource for flows that name none.
    public var aiResource: String?
    /// The caller ID for flows that name none.
    public var callerID: String?

    /// How much each session may use.
    public var limits: FlowLimits

    /// The settings of a node.
    public init(
        config: [String: String] = [:], aiResource: String? = nil, callerID: String? = nil,
        limits: FlowLimits = FlowLimits()
    ) {
        self.config = config
        self.aiResource = aiResource
        self.callerID = callerID
        self.limits = limits
    }

    /// Hexadecimal SHA-256 over everything above.
    public var hash: String {
        // Lengths go before the values, so that no value can pass for another setting.
        var text = "ai=\((aiResource ?? "").utf8.count) \(aiResource ?? "")\n"
        text += "caller=\((callerID ?? "").utf8.count) \(callerID ?? "")\n"
        for (name, value) in config.sorted(by: { $0.key < $1.key }) {
            text += "\(name.utf8.count) \(name)=\(value.utf8.count) \(value)\n"
        }
        for setting in FlowLimits.settings { text += "limit \(setting.name)=\(setting.value(in: limits))\n" }
        return ContentHash.hex(Array(text.utf8))
    }
}

/// SHA-256 as the names of generations and environments use it.
enum ContentHash {
    static func hex(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
