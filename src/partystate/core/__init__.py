"""Named axes, units, dates, draws, checked trees and status: no word of the domain."""
