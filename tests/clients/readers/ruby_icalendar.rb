# What ruby's icalendar reads of a calendar, event by event; it expands nothing.
require 'ostruct'
require 'stringio'
require 'icalendar'
require 'json'

def shown(value)
  time = value.respond_to?(:value) ? value.value : value
  return time.strftime('%Y%m%d') unless time.respond_to?(:hour)
  time.to_time.utc.strftime('%Y%m%dT%H%M%SZ')
end

text = File.read(ARGV[0], encoding: 'utf-8')
zones = text.scan(/^BEGIN:VTIMEZONE\r?\n.*?^END:VTIMEZONE\r?\n/m).to_h { |zone| [zone[/^TZID:(.*?)\r?$/, 1], zone] }
text.scan(/^BEGIN:VEVENT\r?\n.*?^END:VEVENT\r?\n/m).each do |part|
  needed = zones.select { |name, _| part.include?("TZID=#{name}:") }.values.join
  begin
    event = Icalendar::Calendar.parse("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n#{needed}#{part}END:VCALENDAR\r\n")[0].events[0]
    puts [event.summary.to_s, shown(event.dtstart), shown(event.dtend)].to_json unless event.recurrence_id
  rescue ArgumentError, NoMethodError => fault
    warn fault.message
  end
end
