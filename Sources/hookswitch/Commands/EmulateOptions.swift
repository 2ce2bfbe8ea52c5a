import ArgumentParser
import CallEmulator
import CallModel
import Foundation

/// What the emulator does wrong on purpose, and what is too much for it.
struct FaultOptions: ParsableArguments {
    @Option(help: "A file of JSON that says what goes wrong on purpose, such as {\"duplicate\": 0.1}.")
    var faults: String?

    @Option(help: "Another seed, other events and requests that the faults happen to.")
    var faultSeed: UInt64 = 0

    @Option(help: "How many requests are taken in a second; more get 429.")
    var requestsPerSecond: Int?

    @Option(help: "How many calls to phones one caller ID may have at a time; without it any number.")
    var callsPerNumber: Int?

    @Flag(help: "Refuse what is above the limits that the service documents: 350 in a call, 2 calls per caller ID.")
    var serviceLimits = false

    func validate() throws {
        if let requestsPerSecond, requestsPerSecond < 1 {
            throw ValidationError("--requests-per-second is a whole number from 1")
        }
        if let callsPerNumber, callsPerNumber < 1 {
            throw ValidationError("--calls-per-number is a whole number from 1")
        }
    }

    func apply(to settings: inout EmulatorConfiguration) throws {
        if let faults { settings.faults = try Self.read(faults) }
        settings.faultSeed = faultSeed
        if serviceLimits {
            settings.limits = .documented
            settings.concurrentOutboundCallsPerNumber = 2
        }
        if let callsPerNumber { settings.concurrentOutboundCallsPerNumber = callsPerNumber }
        settings.limits.requestsPerSecond = requestsPerSecond
    }

    static func read(_ file: String) throws -> FaultSettings {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw Console.fail(.usage, "the faults cannot be read: there is no file \(file)")
        }
        do {
            return try FaultSettings(json: JSONValue(parsing: Array(data)))
        } catch let error as ControlError {
            throw Console.fail(.usage, "\(file): \(error.message)")
        } catch {
            throw Console.fail(.usage, "\(file) is no JSON: \(error)")
        }
    }
}

/// How the emulator speaks https.
struct SecureOptions: ParsableArguments {
    @Flag(help: "Speak https, with a certificate that is made at the start.")
    var tls = false

    @Option(help: "Where the certificate is written for clients that shall trust it; with --tls only.")
    var tlsCertificate: String?

    func validate() throws {
        if tlsCertificate != nil, !tls { throw ValidationError("--tls-certificate goes with --tls") }
    }

    func apply(to settings: inout EmulatorConfiguration) throws {
        guard tls else { return }
        let certificate: EmulatorCertificate
        do throws(ControlError) {
            certificate = try .make(for: settings.host)
        } catch {
            throw Console.fail(.failure, error.message)
        }
        settings.certificate = certificate
        guard let tlsCertificate else { return }
        guard FileManager.default.createFile(atPath: tlsCertificate, contents: Data(certificate.pem.utf8)) else {
            throw Console.fail(.failure, "the certificate cannot be written to \(tlsCertificate)")
        }
    }
}
